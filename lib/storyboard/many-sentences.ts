import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { announceAll } from './announce-sentence.ts'
import { bringBackSentences } from './bring-back.ts'
import { changesOf } from './changes.ts'
import { lockSentences } from './lock-sentences.ts'
import type { moveSentencesInput, SentenceRow, sentencesInput, setSentencesInput } from './model.ts'
import { placeSentences } from './placing.ts'
import { readSentenceRows } from './sentence-rows.ts'
import { isSameCast, setCast } from './set-cast.ts'
import { readSplitRecord } from './split-record.ts'
import { lockWithMerged, takeMergesApart } from './take-merges-apart.ts'

/** Puts them behind one another at one place, in the order given. */
export async function moveSentences(ctx: Ctx, input: z.output<typeof moveSentencesInput>): Promise<SentenceRow[]> {
  const { sectionId, afterId } = input
  const { projectId, ids } = await findTogether(ctx, input.ids)
  const target = await authorize(ctx, 'board.edit', { kind: 'section', id: sectionId })
  if (target.projectId !== projectId) throw ofAnotherProject()
  return await transact(ctx, async (tx) => {
    const positions = await placeSentences(tx, { sectionId, afterId, count: ids.length })
    await lockSentences(tx, ids)
    await tx.db.$executeRaw`
      update sentence s set "sectionId" = ${sectionId}::uuid, position = moved.position, version = s.version + 1,
        "updatedAt" = clock_timestamp()
      from unnest(${ids}::uuid[], ${positions}::text[]) as moved (id, position) where s.id = moved.id`
    return await announceAll(tx, { projectId, ids })
  })
}

export async function deleteSentences(ctx: Ctx, input: z.output<typeof sentencesInput>): Promise<SentenceRow[]> {
  return await putAway(ctx, input.ids, { isArchived: false })
}

/** They are kept for as long as the project is, and listed with the versions of the script. */
export async function archiveSentences(ctx: Ctx, input: z.output<typeof sentencesInput>): Promise<SentenceRow[]> {
  return await putAway(ctx, input.ids, { isArchived: true })
}

async function putAway(ctx: Ctx, asked: readonly string[], { isArchived }: { isArchived: boolean }) {
  const { projectId, ids } = await findTogether(ctx, asked)
  return await transact(ctx, async (tx) => {
    await lockSentences(tx, ids)
    const now = tx.clock.now()
    const gone = await tx.db.$queryRaw<{ id: string }[]>`
      update sentence set "deletedAt" = ${now}::timestamptz, "archivedAt" = ${isArchived ? now : null}::timestamptz,
        version = version + 1, "updatedAt" = clock_timestamp()
      where id = any(${ids}::uuid[]) and "deletedAt" is null returning id`
    await announceAll(tx, { projectId, ids: gone.map(({ id }) => id) })
    return await readSentenceRows(tx, { projectId, ids })
  })
}

export type Restored = {
  /** Those asked for, and those that some of them were taken out of. */
  rows: SentenceRow[]
  /** Which of them may show another picture than before. */
  movedIds: string[]
}

/**
 * With the sections they stand in. One that was merged into another comes back by taking the merge back, or not at all; the second half
 * of a split that was taken back stays, since its words are in the first again.
 */
export async function restoreSentences(ctx: Ctx, input: z.output<typeof sentencesInput>): Promise<Restored> {
  const { projectId, ids } = await findTogether(ctx, input.ids)
  return await transact(ctx, async (tx) => {
    const pairs = await lockWithMerged(tx, ids)
    const ofSplits = await findTakenBack(tx, ids)
    if (ids.length > 0 && ofSplits.length === ids.length) throw splitTakenBack()
    const taken = new Set([...pairs.map(({ id }) => id), ...ofSplits])
    // First those that others may have to be taken out of.
    const back = await bringBackSentences(tx, { projectId, ids: ids.filter((id) => !taken.has(id)) })
    const movedIds = await takeMergesApart(tx, { projectId, pairs })
    await announceAll(tx, { projectId, ids: [...new Set([...back, ...movedIds])] })
    return { rows: await readSentenceRows(tx, { projectId, ids: [...new Set([...ids, ...movedIds])] }), movedIds }
  })
}

async function findTakenBack({ db }: TxCtx, ids: readonly string[]): Promise<string[]> {
  const gone = await db.sentence.findMany({
    where: { id: { in: [...ids] }, deletedAt: { not: null } },
    select: { id: true, split: true },
  })
  return gone.filter(({ split }) => readSplitRecord(split)?.isTakenBack).map(({ id }) => id)
}

/** Gives all of them the same seed, lock or cast. Those that have it already are left alone. */
export async function setSentences(ctx: Ctx, input: z.output<typeof setSentencesInput>): Promise<SentenceRow[]> {
  const { seed, locked, castIds } = input.values
  const { projectId, ids } = await findTogether(ctx, input.ids)
  return await transact(ctx, async (tx) => {
    await lockSentences(tx, ids)
    const rows = await readSentenceRows(tx, { projectId, ids })
    const asked = castIds && [...new Set(castIds)]
    const hasCast = ({ castIds: now }: SentenceRow) => !asked || isSameCast(now, asked)
    const changed = rows.filter((row) => !hasCast(row) || Object.keys(changesOf(row, { seed, locked })).length > 0)
    if (changed.length === 0) return rows
    const changedIds = changed.map((row) => row.id)
    if (asked) await setCast(tx, { projectId, ids: changedIds, castIds: asked })
    await tx.db.sentence.updateMany({
      where: { id: { in: changedIds } },
      data: {
        ...(seed !== undefined && { seed }),
        ...(locked !== undefined && { locked }),
        version: { increment: 1 },
      },
    })
    const now = new Map((await announceAll(tx, { projectId, ids: changedIds })).map((row) => [row.id, row]))
    return rows.map((row) => now.get(row.id) ?? row)
  })
}

type Together = { projectId: string; ids: string[] }

/** The named ones that there are, which have to be of one project. */
async function findTogether(ctx: Ctx, asked: readonly string[]): Promise<Together> {
  const ids = [...new Set(asked)]
  const [firstId = ''] = ids
  const found = await ctx.db.$queryRaw<{ id: string; projectId: string }[]>`
    select id, "projectId" from sentence where id = any(${ids}::uuid[])`
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id: found[0]?.id ?? firstId })
  const stranger = found.find((row) => row.projectId !== projectId)
  if (stranger) throw notFound({ kind: 'sentence', id: stranger.id })
  const known = new Set(found.map((row) => row.id))
  return { projectId, ids: ids.filter((id) => known.has(id)) }
}

function splitTakenBack(): AppError {
  return new AppError({
    code: 'CONFLICT',
    message: 'Its words are in the sentence before it again: the split was taken back.',
    suggestion: 'Split that one again.',
  })
}

function ofAnotherProject(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: 'A sentence can only move within its project.',
    suggestion: 'Copy its text into the other project instead.',
    fields: { sectionId: 'This section belongs to another project.' },
  })
}
