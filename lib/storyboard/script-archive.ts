import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { authorize } from '#lib/team/authorize.ts'
import { bringBackSections } from './bring-back.ts'

/** A sentence that a person or an import has put away. */
export type ArchivedSentence = {
  id: string
  text: string
  speaker: string | null
  sectionTitle: string
  archivedAt: string
  currentTakeId: string | null
}

type OfProject = { projectId: string }

/** What was put away, the latest first, and what went at once in the order of the script. */
export async function listArchived(ctx: Ctx, { projectId }: OfProject): Promise<{ items: ArchivedSentence[] }> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  const rows = await ctx.db.$queryRaw<(Omit<ArchivedSentence, 'archivedAt'> & { archivedAt: Date })[]>`
    select s.id, s.text, s.speaker, section.title as "sectionTitle", s."archivedAt", s."currentTakeId"
    from sentence s join section on section.id = s."sectionId"
    where s."projectId" = ${projectId}::uuid and s."archivedAt" = s."deletedAt"
    order by s."archivedAt" desc, section.position, section.id, s.position, s.id`
  return { items: rows.map((row) => ({ ...row, archivedAt: row.archivedAt.toISOString() })) }
}

/** Brings sentences back to where they were, with their section when that is gone. */
export async function restoreArchived(
  ctx: Ctx,
  { projectId, ids }: OfProject & { ids: string[] },
): Promise<{ restored: number }> {
  await authorize(ctx, 'board.edit', { kind: 'project', id: projectId })
  return await transact(ctx, async (tx) => {
    await tx.db.$queryRaw`select 1 from project where id = ${projectId}::uuid for no key update`
    const back = await tx.db.$queryRaw<{ sectionId: string }[]>`
      update sentence set "deletedAt" = null, "archivedAt" = null, version = version + 1, "updatedAt" = now()
      where id = any(${ids}::uuid[]) and "projectId" = ${projectId}::uuid and "archivedAt" = "deletedAt"
      returning "sectionId"`
    await bringBackSections(tx, { projectId, sectionIds: back.map(({ sectionId }) => sectionId) })
    tx.publish({ type: 'board.changed', projectId })
    return { restored: back.length }
  })
}
