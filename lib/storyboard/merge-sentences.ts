import type { z } from 'zod'
import type { TxCtx } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { announceAll } from './announce-sentence.ts'
import { type Merging, moveTakes, readMerging, transactOnBoth, writeValues } from './merge-parts.ts'
import { type MergeRecord, type MergeValues, readMergeRecord } from './merge-record.ts'
import type { mergeSentencesInput, SentenceRow } from './model.ts'
import { refuseGoneSection } from './refuse-gone-section.ts'
import { mergeTwo, whyNotMergeRows } from './split-merge.ts'

/**
 * Makes one sentence of two: the words together, in the order of the script, and all takes of both. The picture that is shown stays, with
 * all it was made of, so nothing has to be made again. Asking again after a lost answer is fine.
 */
export async function mergeSentences(ctx: Ctx, input: z.output<typeof mergeSentencesInput>): Promise<SentenceRow[]> {
  const asked = { id: input.id, intoId: input.intoId ?? (await findNeighbour(ctx, input)) }
  return await transactOnBoth(ctx, asked, async (tx, projectId) => {
    const [gone, into] = [await readMerging(tx, projectId, asked.id), await readMerging(tx, projectId, asked.intoId)]
    if (gone.row.deleted && readMergeRecord(gone.merge)?.intoId === asked.intoId) return [into.row, gone.row]
    refuseAway(gone.row, into.row)
    await refuseGoneSection(tx, [gone.row.sectionId, into.row.sectionId])
    const isGoneFirst = await isFirst(tx, asked.id, asked.intoId)
    refuse({ gone: gone.row, into: into.row, isGoneFirst })
    await unite(tx, { projectId, gone, into, isGoneFirst })
    return await announceAll(tx, { projectId, ids: [asked.intoId, asked.id] })
  })
}

function refuseAway(gone: SentenceRow, into: SentenceRow): void {
  if (gone.id === into.id) throw notTwo()
  if (gone.deleted || into.deleted) throw notFound({ kind: 'sentence', id: gone.deleted ? gone.id : into.id })
}

function refuse(pair: { gone: SentenceRow; into: SentenceRow; isGoneFirst: boolean }): void {
  const refusal = whyNotMergeRows(pair)
  if (refusal) throw new AppError({ code: 'CONFLICT', ...refusal })
}

type Both = { projectId: string; gone: Merging; into: Merging; isGoneFirst: boolean }

async function unite(tx: TxCtx, { projectId, gone, into, isGoneFirst }: Both): Promise<void> {
  const after = mergedValues({ gone, into, isGoneFirst })
  const takes = await tx.db.take.findMany({ where: { sentenceId: gone.row.id }, select: { id: true } })
  const { currentTakeId, currentClipId } = gone.values
  const takeIds = takes.map((take) => take.id)
  const went = { text: gone.values.text, currentTakeId, currentClipId, takeIds }
  const merge: MergeRecord = { intoId: into.row.id, before: into.values, after, ...went }
  // First what it shows: two sentences never show one take.
  await tx.db.sentence.update({
    where: { id: gone.row.id },
    data: { merge, deletedAt: tx.clock.now(), currentTakeId: null, currentClipId: null, version: { increment: 1 } },
  })
  await moveTakes(tx, { projectId, takeIds, fromId: gone.row.id, toId: into.row.id })
  await writeValues(tx, { projectId, id: into.row.id, values: after })
}

function mergedValues({ gone, into, isGoneFirst }: Omit<Both, 'projectId'>): MergeValues {
  const both = { into: { ...into.values, activeJobId: into.row.activeJobId }, gone: gone.values }
  const { keeper, clipKeeper, ...merged } = mergeTwo({ ...both, isGoneFirst })
  const picture = keeper && { into, gone }[keeper].values
  const clip = clipKeeper && { into, gone }[clipKeeper].values
  return {
    ...merged,
    currentTakeId: picture?.currentTakeId ?? null,
    currentClipId: clip?.currentClipId ?? null,
    redoImage: picture?.redoImage ?? false,
    redoVideo: clip?.redoVideo ?? false,
  }
}

async function isFirst(tx: TxCtx, id: string, otherId: string): Promise<boolean> {
  const [first] = await tx.db.$queryRaw<{ id: string }[]>`
    select s.id from sentence s join section on section.id = s."sectionId" where s.id = any(${[id, otherId]}::uuid[])
    order by section.position, section.id, s.position, s.id limit 1`
  return first?.id === id
}

/** The one before or behind it in the script, of those that are seen. */
async function findNeighbour(ctx: Ctx, { id, direction = 'previous' }: z.output<typeof mergeSentencesInput>) {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    select s.id from sentence s join section on section.id = s."sectionId" and section."deletedAt" is null
    where s."projectId" = ${projectId}::uuid and (s."deletedAt" is null or s.id = ${id}::uuid)
    order by section.position, section.id, s.position, s.id`
  const at = rows.findIndex((row) => row.id === id)
  const neighbour = at < 0 ? undefined : rows[direction === 'previous' ? at - 1 : at + 1]
  if (neighbour) return neighbour.id
  throw new AppError({
    code: 'INVALID_INPUT',
    message: `There is no sentence ${direction === 'previous' ? 'before' : 'behind'} this one.`,
    suggestion: 'Join it to the one on its other side.',
  })
}

function notTwo(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: 'A sentence cannot be joined to itself.',
    suggestion: 'Name another one.',
    fields: { intoId: 'This is the same sentence.' },
  })
}
