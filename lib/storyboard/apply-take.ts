import { urlOf } from './apply-merge.ts'
import { changeSentencesOf, findRow } from './board-rows.ts'
import type { Board } from './model.ts'

type Place = { id: string; place?: 'picture' | 'clip' | undefined }

/** Where a row says which take it shows there. */
export function shownField(place: Place['place'] = 'picture'): 'currentTakeId' | 'currentClipId' {
  return place === 'picture' ? 'currentTakeId' : 'currentClipId'
}

/** The take that the sentence shows there; undefined when the page does not know the sentence. */
export function shownIn(board: Board, { id, place }: Place): string | null | undefined {
  return findRow(board.sentences, id)?.[shownField(place)]
}

/** The board with the sentence showing that take there. */
export function showTake(board: Board, { id, place = 'picture' }: Place, takeId: string | null): Board {
  const isPicture = place === 'picture'
  const change = isPicture ? { currentTakeId: takeId, imageUrl: urlOf(takeId) } : { currentClipId: takeId }
  return changeSentencesOf(board, new Map([[id, change]]))
}
