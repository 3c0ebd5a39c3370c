import type { TxCtx } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { bringBackSentences } from './bring-back.ts'
import { type Merging, moveTakes, readMerging, writeValues } from './merge-parts.ts'
import { type MergeRecord, type MergeValues, readMergeRecord } from './merge-record.ts'
import { mergeWords } from './merge-words.ts'
import { isSectionGone } from './refuse-gone-section.ts'
import { refuseLocked } from './refuse-locked.ts'
import { takeOut } from './take-out.ts'

type Pair = { projectId: string; id: string; intoId: string }

/**
 * Takes a merge back inside a transaction that holds both: they are as they were before it, each with its takes. What was made since
 * stays with the one that stayed. Words changed since stay too, in either, where they can; otherwise it is refused. Done already is
 * fine.
 */
export async function takeApart(tx: TxCtx, { projectId, id, intoId }: Pair): Promise<void> {
  const [gone, into] = [await readMerging(tx, projectId, id), await readMerging(tx, projectId, intoId)]
  if (!gone.row.deleted) return
  const merge = readMergeRecord(gone.merge)
  if (merge?.intoId !== intoId) throw changedSince('These two sentences are not one any more.')
  await refuseAway(tx, into)
  refuseLocked(into.row)
  const wanted = valuesBefore({ merge, now: into.values, goneText: merge.text ?? gone.row.text })
  const values = await onlyShowing(tx, intoId, wanted)
  await separate(tx, { projectId, gone, into, merge, values })
}

/** Nothing can be taken out of a sentence that nobody sees: its words went on with it, or wait for it to come back. */
async function refuseAway(tx: TxCtx, { row, merge }: Merging): Promise<void> {
  if (row.deleted && readMergeRecord(merge)) {
    throw new AppError({
      code: 'CONFLICT',
      message: 'The sentence it was joined to was itself joined to another one since.',
      suggestion: 'Take that join back first.',
    })
  }
  if (!row.deleted && !(await isSectionGone(tx, [row.sectionId]))) return
  throw new AppError({
    code: 'CONFLICT',
    message: 'The sentence it was joined to is not on the board any more.',
    suggestion: 'Bring that one back first.',
  })
}

type Separation = { projectId: string; gone: Merging; into: Merging; merge: MergeRecord; values: MergeValues }

async function separate(tx: TxCtx, { projectId, gone, into, merge, values }: Separation): Promise<void> {
  // First what the one that stayed shows: two sentences never show one take.
  await writeValues(tx, { projectId, id: into.row.id, values })
  await keepChances(tx, { sentenceId: into.row.id, from: into.values, to: values })
  await moveTakes(tx, { projectId, takeIds: merge.takeIds, fromId: into.row.id, toId: gone.row.id })
  const { currentTakeId, currentClipId } = await onlyShowing(tx, gone.row.id, merge)
  await tx.db.sentence.update({ where: { id: gone.row.id }, data: { currentTakeId, currentClipId } })
  await bringBackSentences(tx, { projectId, ids: [gone.row.id] })
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

type Since = { merge: MergeRecord; now: MergeValues; goneText: string }

/** As before the merge, with what was changed behind it. */
function valuesBefore({ merge: { before, after, takeIds }, now, goneText }: Since): MergeValues {
  const text = takeOut({ before: before.text, after: after.text, now: now.text, gone: goneText })
  if (text === undefined) throw changedSince('Since it was joined, someone changed these words or split them again.')
  const prompt = (field: 'imagePrompt' | 'videoPrompt') => {
    const merged = mergeWords({ base: after[field], mine: before[field], theirs: now[field] })
    if (merged.isClean) return merged.text
    throw changedSince('Someone changed what was written for this sentence since it was joined.')
  }
  // Whatever else is shown now was chosen or made since.
  const shown = (place: 'currentTakeId' | 'currentClipId') => {
    const isOfMerge = now[place] === after[place] || takeIds.includes(now[place] ?? '')
    return isOfMerge ? before[place] : now[place]
  }
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  return {
    text,
    imagePrompt: prompt('imagePrompt'),
    videoPrompt: prompt('videoPrompt'),
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
