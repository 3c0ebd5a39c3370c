import { applyEdit } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { type Destination, edgePlace, isSamePlace, neighbourPlace, placeOf } from './places.ts'

/** A sentence that is moved with the keys, and where it would land. Until it is moved, it stands wherever the board has it. */
export type Carried = { id: string; to: Destination | undefined }

export type CarryStep = 'up' | 'down' | 'first' | 'last'

/** The board as it would be if the sentence were dropped now. */
export function showCarried(board: Board, carried: Carried | undefined): Board {
  if (!carried?.to || !isCarriable(board, carried)) return board
  return move(board, carried.id, carried.to)
}

/** One step on; undefined where it goes no further. */
export function carryOn(board: Board, carried: Carried, step: CarryStep): Carried | undefined {
  const shown = showCarried(board, carried)
  const { id } = carried
  const isEdge = step === 'first' || step === 'last'
  const to = isEdge ? edgePlace(shown, id, step) : neighbourPlace(shown, id, step === 'up' ? -1 : 1)
  return to && { id, to }
}

/** Where a drop puts it: the place it is seen at, whatever became of its neighbours. Undefined when that is where it was. */
export function landing(board: Board, carried: Carried): Destination | undefined {
  const from = placeOf(board, carried.id)
  const to = placeOf(showCarried(board, carried), carried.id)
  return from && to && !isSamePlace(from, to) ? to : undefined
}

/** False once a teammate has deleted the sentence, or the section it was carried into. */
export function isCarriable(board: Board, { id, to }: Carried): boolean {
  return placeOf(board, id) !== undefined && (to === undefined || placeOf(move(board, id, to), id) !== undefined)
}

function move(board: Board, id: string, to: Destination): Board {
  return applyEdit(board, { kind: 'sentence.move', ids: [id], ...to })
}
