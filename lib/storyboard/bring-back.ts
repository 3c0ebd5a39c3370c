import type { TxCtx } from '#lib/live/transact.ts'

type OfSentences = { projectId: string; ids: readonly string[] }
type OfSections = { projectId: string; sectionIds: readonly string[] }

/**
 * Brings deleted sentences back, and with them the sections they stand in: whoever brings a sentence back wants to see it. Returns
 * those that were deleted. Every command that ends a deletion of sentences goes through here or through `bringBackSections`.
 */
export async function bringBackSentences(tx: TxCtx, { projectId, ids }: OfSentences): Promise<string[]> {
  const back = await tx.db.$queryRaw<{ id: string; sectionId: string }[]>`
    update sentence set "deletedAt" = null, "archivedAt" = null, merge = null, version = version + 1,
      "updatedAt" = clock_timestamp()
    where id = any(${[...ids]}::uuid[]) and "projectId" = ${projectId}::uuid and "deletedAt" is not null
    returning id, "sectionId"`
  await bringBackSections(tx, { projectId, sectionIds: back.map(({ sectionId }) => sectionId) })
  return back.map(({ id }) => id)
}

/** Those of them that are deleted. What stands in them comes back too. */
export async function bringBackSections(tx: TxCtx, { projectId, sectionIds }: OfSections): Promise<void> {
  const ids = [...new Set(sectionIds)]
  const back = await tx.db.$queryRaw<{ id: string; version: number }[]>`
    update section set "deletedAt" = null, version = version + 1, "updatedAt" = clock_timestamp()
    where id = any(${ids}::uuid[]) and "projectId" = ${projectId}::uuid and "deletedAt" is not null
    returning id, version`
  for (const { id, version } of back) tx.publish({ type: 'section.updated', projectId, id, version })
  // A browser that opened the board meanwhile has never seen the sentences that come back with them.
  if (back.length > 0) tx.publish({ type: 'board.changed', projectId })
}
