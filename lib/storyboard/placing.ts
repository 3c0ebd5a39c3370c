import type { Tx } from '#lib/runtime/db.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { positionsBetween } from './positions.ts'

/** Behind this row, at the start (null), or at the end (undefined). */
type Spot = { afterId?: string | null | undefined }

/**
 * New keys for rows of a section. The section is locked for the rest of the transaction, and deleted rows count as
 * neighbours, so no two rows of a section ever get the same key, not even when one comes back from deletion. "No key":
 * the plain lock would also stop rows from being added beneath, and the two would wait for each other for ever.
 */
export async function placeSentences(
  tx: { db: Tx },
  { sectionId, afterId, count }: Spot & { sectionId: string; count: number },
): Promise<string[]> {
  const [found] = await tx.db.$queryRaw<{ deletedAt: Date | null }[]>`
    select coalesce(s."deletedAt", p."deletedAt") as "deletedAt" from section s join project p on p.id = s."projectId"
    where s.id = ${sectionId}::uuid for no key update of s`
  if (found?.deletedAt) throw isGone('section')
  const { sentence } = tx.db
  return await place(afterId, count, {
    find: (id) => sentence.findFirst({ where: { id, sectionId }, select }),
    last: () => sentence.findFirst({ where: { sectionId }, orderBy: { position: 'desc' }, select }),
    next: (position) => sentence.findFirst({ where: { sectionId, position }, orderBy: { position: 'asc' }, select }),
  })
}

/** The same for a section of a project. */
export async function placeSection(
  tx: { db: Tx },
  { projectId, afterId }: Spot & { projectId: string },
): Promise<string> {
  await lockProject(tx, projectId)
  const { section } = tx.db
  const [position = ''] = await place(afterId, 1, {
    find: (id) => section.findFirst({ where: { id, projectId }, select }),
    last: () => section.findFirst({ where: { projectId }, orderBy: { position: 'desc' }, select }),
    next: (position) => section.findFirst({ where: { projectId, position }, orderBy: { position: 'asc' }, select }),
  })
  return position
}

/** The same for a member of a project's cast. */
export async function placeCastMember(
  tx: { db: Tx },
  { projectId, afterId }: Spot & { projectId: string },
): Promise<string> {
  await lockProject(tx, projectId)
  const { castMember } = tx.db
  const [position = ''] = await place(afterId, 1, {
    find: (id) => castMember.findFirst({ where: { id, projectId }, select }),
    last: () => castMember.findFirst({ where: { projectId }, orderBy: { position: 'desc' }, select }),
    next: (position) => castMember.findFirst({ where: { projectId, position }, orderBy: { position: 'asc' }, select }),
  })
  return position
}

async function lockProject({ db }: { db: Tx }, projectId: string): Promise<void> {
  const [found] = await db.$queryRaw<{ deletedAt: Date | null }[]>`
    select "deletedAt" from project where id = ${projectId}::uuid for no key update`
  if (found?.deletedAt) throw isGone('project')
}

type Found = Promise<{ position: string } | null>
type Neighbours = {
  find(id: string): Found
  last(): Found
  next(range: { gt: string } | { gte: string }): Found
}

const select = { position: true } as const

async function place(afterId: Spot['afterId'], count: number, rows: Neighbours): Promise<string[]> {
  if (afterId === null) {
    const first = await rows.next({ gte: '' })
    return positionsBetween(null, first?.position ?? null, count)
  }
  const anchor = afterId ? await rows.find(afterId) : null
  if (anchor) {
    const next = await rows.next({ gt: anchor.position })
    return positionsBetween(anchor.position, next?.position ?? null, count)
  }
  // No neighbour was named, or a teammate has moved it away since: the end is better than a refusal.
  const last = await rows.last()
  return positionsBetween(last?.position ?? null, null, count)
}

/** Put there all the same, words would be saved where nobody sees them. */
export function isGone(what: 'section' | 'project'): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: `Someone deleted this ${what} meanwhile.`,
    suggestion: `Put the text into another ${what}, or ask for this one to be brought back.`,
  })
}
