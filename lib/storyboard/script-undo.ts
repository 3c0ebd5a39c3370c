import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import type { ScriptVersion } from '#prisma/client/client.ts'
import { bringBackSections } from './bring-back.ts'
import { type Before, before } from './script-before.ts'
import { freeSectionPlaces, freeSentencePlaces } from './script-places.ts'
import { readPrints } from './script-prints.ts'
import { toVersionRow, type UndoneImport, versionColumns } from './script-rows.ts'
import { takeBackSections, takeBackSentences } from './script-take-back.ts'
import { archiveSentences, updateSections, updateSentences } from './script-write.ts'

type Asked = { projectId: string; versionId: string }

/**
 * Takes the newest import back: what it made is archived, what it changed is as it was, what it archived is there again. What
 * somebody has changed of that since stays; pictures that were made, locks and the like are no reason. Asking again finds it done.
 */
export async function undoImport(ctx: Ctx, { projectId, versionId }: Asked): Promise<UndoneImport> {
  await authorize(ctx, 'board.edit', { kind: 'project', id: projectId })
  return await transact(ctx, async (tx) => {
    await tx.db.$queryRaw`select 1 from project where id = ${projectId}::uuid for no key update`
    const stored = await tx.db.scriptVersion.findFirst({ where: { id: versionId, projectId } })
    if (!stored) throw notFound({ kind: 'project', id: versionId })
    if (stored.undoneAt) return { version: await readVersion(tx, versionId), archived: 0, restored: 0, kept: 0 }
    await refuseOlder(tx, stored)
    const was = readBefore(stored)
    await tx.db.$queryRaw`select 1 from section where "projectId" = ${projectId}::uuid order by id for no key update`
    await tx.db.$queryRaw`select 1 from sentence where "projectId" = ${projectId}::uuid order by id for no key update`
    await takeSectionsBack(tx, projectId, was)
    const made = await archiveMade(tx, versionId, was)
    const changed = await takeWordsBack(tx, projectId, was)
    const there = await bringBackArchived(tx, projectId, was)
    await removeMadeSections(tx, was)
    await tx.db.scriptVersion.update({ where: { id: versionId }, data: { undoneAt: tx.clock.now() } })
    tx.publish({ type: 'board.changed', projectId })
    return {
      version: await readVersion(tx, versionId),
      archived: made.archived,
      restored: changed.restored + there.restored,
      kept: made.kept + changed.kept + there.kept,
    }
  })
}

async function readVersion(tx: TxCtx, id: string) {
  return toVersionRow(await tx.db.scriptVersion.findUniqueOrThrow({ where: { id }, select: versionColumns }))
}

/** A later one began with what this one left: without it there is nothing to go back to. */
async function refuseOlder(tx: TxCtx, { projectId, number }: ScriptVersion): Promise<void> {
  const later = await tx.db.scriptVersion.findFirst({
    where: { projectId, number: { gt: number }, undoneAt: null },
    orderBy: { number: 'desc' },
    select: { number: true },
  })
  if (!later) return
  throw new AppError({
    code: 'CONFLICT',
    message: 'A newer version of the script was imported since.',
    suggestion: `Take version ${later.number} back first.`,
  })
}

function readBefore(stored: ScriptVersion): Before {
  const { data } = before.safeParse(stored.before)
  if (data) return data
  throw new AppError({
    code: 'CONFLICT',
    message: 'This import was made by an older Framewright, which did not keep enough to take it back.',
    suggestion: 'Import the version before it once more: its source can be saved from the versions of the script.',
  })
}

async function takeSectionsBack(tx: TxCtx, projectId: string, { sections, removedSections }: Before): Promise<void> {
  const ids = sections.map(({ id }) => id)
  const now = await tx.db.section.findMany({
    where: { id: { in: ids } },
    select: { id: true, title: true, scriptTitle: true, position: true, deletedAt: true },
  })
  const deleted = new Set(now.flatMap(({ id, deletedAt }) => (deletedAt ? [id] : [])))
  const current = new Map(now.map(({ id, deletedAt: _, ...row }) => [id, row]))
  const rows = takeBackSections(sections, current).rows.filter(({ id }) => !deleted.has(id))
  const placed = await freeSectionPlaces(tx, { projectId, rows, current })
  await updateSections(
    tx,
    placed.map((row) => ({ ...row, isRemoved: false })),
  )
  await bringBackSections(tx, { projectId, sectionIds: removedSections })
}

type Counts = { restored: number; kept: number }

/** What it made and nobody has changed goes. */
async function archiveMade(
  tx: TxCtx,
  versionId: string,
  { made }: Before,
): Promise<{ archived: number; kept: number }> {
  const prints = await readPrints(tx, versionId)
  const same = prints.filter(({ id, print }) => made[id] === print).map(({ id }) => id)
  await archiveSentences(tx, same)
  return { archived: same.length, kept: prints.length - same.length }
}

async function takeWordsBack(tx: TxCtx, projectId: string, { sentences }: Before): Promise<Counts> {
  const now = await tx.db.sentence.findMany({
    where: { id: { in: sentences.map(({ id }) => id) }, deletedAt: null },
    select: {
      id: true,
      text: true,
      speaker: true,
      scriptText: true,
      imagePrompt: true,
      sectionId: true,
      position: true,
    },
  })
  const current = new Map(now.map(({ id, ...row }) => [id, row]))
  const { rows, keptIds } = takeBackSentences(sentences, current)
  // Only for those that go back to one: a section that was deleted around the others was meant to go.
  const back = rows.filter(({ id, sectionId }) => current.get(id)?.sectionId !== sectionId)
  await bringBackSections(tx, { projectId, sectionIds: back.map(({ sectionId }) => sectionId) })
  await updateSentences(tx, await freeSentencePlaces(tx, { rows, current }))
  const kept = new Set(keptIds)
  return { restored: rows.filter(({ id }) => !kept.has(id)).length, kept: kept.size }
}

/** One that somebody has brought back already is there; one deleted or archived by hand after that stays so. */
async function bringBackArchived(tx: TxCtx, projectId: string, { archived, archivedAt: at }: Before): Promise<Counts> {
  const rows = await tx.db.sentence.findMany({
    where: { id: { in: archived }, deletedAt: { not: null } },
    select: { id: true, sectionId: true, deletedAt: true, archivedAt: true },
  })
  const isOurs = (archivedAt: Date | null) => at === undefined || archivedAt?.toISOString() === at
  const back = rows.filter(({ deletedAt, archivedAt }) => {
    return archivedAt?.getTime() === deletedAt?.getTime() && isOurs(archivedAt)
  })
  await bringBackSections(tx, { projectId, sectionIds: back.map(({ sectionId }) => sectionId) })
  await tx.db.sentence.updateMany({
    where: { id: { in: back.map(({ id }) => id) } },
    data: { deletedAt: null, archivedAt: null, version: { increment: 1 } },
  })
  return { restored: back.length, kept: rows.length - back.length }
}

/** Those that somebody has put something into since stay. */
async function removeMadeSections(tx: TxCtx, { madeSections }: Before): Promise<void> {
  await tx.db.section.updateMany({
    where: { id: { in: madeSections }, deletedAt: null, sentences: { none: { deletedAt: null } } },
    data: { deletedAt: tx.clock.now(), version: { increment: 1 } },
  })
}
