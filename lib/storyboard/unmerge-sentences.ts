import type { z } from 'zod'
import type { TxCtx } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { announceAll } from './announce-sentence.ts'
import { type Merging, moveTakes, readMerging, transactOnBoth, writeValues } from './merge-parts.ts'
import { type MergeRecord, type MergeValues, readMergeRecord } from './merge-record.ts'
import { mergeWords } from './merge-words.ts'
import type { SentenceRow, unmergeSentencesInput } from './model.ts'
import { refuseLocked } from './refuse-locked.ts'

/**
 * Takes a merge back: both are as they were before it, each with its takes. What was made since stays with the one that stayed. Words
 * changed since stay too where they can; otherwise it is refused. Asking again after a lost answer is fine.
 */
export async function unmergeSentences(
  ctx: Ctx,
  asked: z.output<typeof unmergeSentencesInput>,
): Promise<SentenceRow[]> {
  return await transactOnBoth(ctx, asked, async (tx, projectId) => {
    const [gone, into] = [await readMerging(tx, projectId, asked.id), await readMerging(tx, projectId, asked.intoId)]
    const merge = readMergeRecord(gone.merge)
    if (merge?.intoId !== asked.intoId) {
      if (!gone.row.deleted) return [into.row, gone.row]
      throw changedSince('These two sentences are not one any more.')
    }
    refuseLocked(into.row)
    const values = await onlyShowing(tx, asked.intoId, valuesBefore(merge, into.values))
    await separate(tx, { projectId, gone, into, merge, values })
    return await announceAll(tx, { projectId, ids: [asked.intoId, asked.id] })
  })
}

type Separation = { projectId: string; gone: Merging; into: Merging; merge: MergeRecord; values: MergeValues }

async function separate(tx: TxCtx, { projectId, gone, into, merge, values }: Separation): Promise<void> {
  await writeValues(tx, { projectId, id: into.row.id, values })
  await keepChances(tx, { sentenceId: into.row.id, from: into.values, to: values })
  await moveTakes(tx, { projectId, takeIds: merge.takeIds, fromId: into.row.id, toId: gone.row.id })
  const shown = await onlyShowing(tx, gone.row.id, merge)
  await tx.db.$executeRaw`
    update sentence set merge = null, "deletedAt" = null, version = version + 1, "updatedAt" = clock_timestamp(),
      "currentTakeId" = ${shown.currentTakeId}::uuid, "currentClipId" = ${shown.currentClipId}::uuid
    where id = ${gone.row.id}::uuid`
}

type Shows = Pick<MergeValues, 'currentTakeId' | 'currentClipId'>

/** A take that was deleted since, or had to make room, is not shown. */
async function onlyShowing<T extends Shows>(tx: TxCtx, sentenceId: string, wanted: T): Promise<T> {
  const ids = [wanted.currentTakeId, wanted.currentClipId].flatMap((id) => id ?? [])
  const found = await tx.db.take.findMany({
    where: { id: { in: ids }, sentenceId, deletedAt: null },
    select: { id: true },
  })
  const there = new Set(found.map(({ id }) => id))
  const shown = (id: string | null) => (id && there.has(id) ? id : null)
  return { ...wanted, currentTakeId: shown(wanted.currentTakeId), currentClipId: shown(wanted.currentClipId) }
}

/** What is being made takes its place as it would have: that another is shown now is nobody's choice against it. */
async function keepChances(
  tx: TxCtx,
  { sentenceId, from, to }: { sentenceId: string; from: MergeValues; to: MergeValues },
): Promise<void> {
  for (const place of ['currentTakeId', 'currentClipId'] as const) {
    if (from[place] === to[place]) continue
    await tx.db.job.updateMany({
      where: { sentenceId, chosenTakeId: from[place], state: { in: ['queued', 'processing'] } },
      data: { chosenTakeId: to[place] },
    })
  }
}

/** As before the merge, with what was changed behind it. */
function valuesBefore({ before, after, takeIds }: MergeRecord, now: MergeValues): MergeValues {
  const words = (field: 'text' | 'imagePrompt' | 'videoPrompt') => {
    const merged = mergeWords({ base: after[field], mine: before[field], theirs: now[field] })
    if (merged.isClean) return merged.text
    throw changedSince('Someone changed what was written for this sentence since it was merged.')
  }
  // Whatever else is shown now was chosen or made since.
  const shown = (place: 'currentTakeId' | 'currentClipId') => {
    const isOfMerge = now[place] === after[place] || takeIds.includes(now[place] ?? '')
    return isOfMerge ? before[place] : now[place]
  }
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  return {
    text: words('text'),
    imagePrompt: words('imagePrompt'),
    videoPrompt: words('videoPrompt'),
    seed: now.seed === after.seed ? before.seed : now.seed,
    castIds: isSame(now.castIds.toSorted(), after.castIds.toSorted()) ? before.castIds : now.castIds,
    currentTakeId: shown('currentTakeId'),
    currentClipId: shown('currentClipId'),
    redoImage: now.redoImage === after.redoImage ? before.redoImage : now.redoImage,
    redoVideo: now.redoVideo === after.redoVideo ? before.redoVideo : now.redoVideo,
  }
}

function changedSince(message: string): AppError {
  return new AppError({
    code: 'CONFLICT',
    message,
    suggestion: 'Split it where it should be two, or change it back first.',
  })
}
