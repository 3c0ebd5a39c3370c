import { urlOf } from './apply-merge.ts'
import { changeSentencesOf, findRow } from './board-rows.ts'
import type { Board } from './model.ts'

type Place = { id: string; place?: 'picture' | 'clip' | undefined }

/** The take that the sentence shows there; undefined when the page does not know the sentence. */
export function shownIn(board: Board, { id, place = 'picture' }: Place): string | null | undefined {
  return findRow(board.sentences, id)?.[place === 'picture' ? 'currentTakeId' : 'currentClipId']
}

/** The board with the sentence showing that take there. */
export function showTake(board: Board, { id, place = 'picture' }: Place, takeId: string | null): Board {
  const isPicture = place === 'picture'
  const change = isPicture ? { currentTakeId: takeId, imageUrl: urlOf(takeId) } : { currentClipId: takeId }
  return changeSentencesOf(board, new Map([[id, change]]))
}
