import { changeSentencesOf, findRow } from './board-rows.ts'
import { bringBackRows } from './bring-back-rows.ts'
import type { Board, SentenceRow } from './model.ts'
import { isBefore, type Mergeable, mergeTwo, whyNotMerge } from './split-merge.ts'

type Pair = { id: string; intoId: string }

/** The board with one sentence merged into the other; the same board where that cannot be. */
export function mergeRows(board: Board, pair: Pair): Board {
  const [gone, into] = [findRow(board.sentences, pair.id), findRow(board.sentences, pair.intoId)]
  if (!gone || !into || whyNotMerge(board, pair) !== undefined) return board
  const merged = mergeTwo({ into, gone, isGoneFirst: isBefore(board, gone, into) })
  const { text, imagePrompt, videoPrompt, seed, castIds, keeper, clipKeeper } = merged
  const rows = { into, gone }
  const change = {
    ...{ text, imagePrompt, videoPrompt, seed, castIds },
    ...(keeper === 'gone' ? pictureOf(gone) : {}),
    ...(clipKeeper ? clipOf(rows[clipKeeper]) : noClip),
  }
  return changeTwo(board, [gone.id, { deleted: true }], [into.id, change])
}

type Before = Pair & { gone: Mergeable; into: Mergeable }

/** The board with both as they were before. */
export function unmergeRows(board: Board, { id, intoId, gone, into }: Before): Board {
  if (!findRow(board.sentences, id) || !findRow(board.sentences, intoId)) return board
  const back = (row: Mergeable) => ({ ...row, imageUrl: urlOf(row.currentTakeId) })
  return changeTwo(bringBackRows(board, [id]), [id, back(gone)], [intoId, back(into)])
}

export function urlOf(takeId: string | null): string | null {
  return takeId && `/api/v1/takes/${takeId}/file`
}

type Change = readonly [id: string, change: Partial<SentenceRow>]

function changeTwo(board: Board, one: Change, other: Change): Board {
  return changeSentencesOf(board, new Map<string, Partial<SentenceRow>>([one, other]))
}

function pictureOf(row: SentenceRow): Partial<SentenceRow> {
  const { currentTakeId, imageUrl, imageFile, isImageDirty, staleBecause } = row
  return { currentTakeId, imageUrl, imageFile, isImageDirty, staleBecause }
}

const noClip: Partial<SentenceRow> = { currentClipId: null, isVideoDirty: true, videoStaleBecause: [] }

function clipOf({ currentClipId, isVideoDirty, videoStaleBecause }: SentenceRow): Partial<SentenceRow> {
  return { currentClipId, isVideoDirty, videoStaleBecause }
}
