import type { Board } from '#lib/storyboard/model.ts'
import { indexBoard } from './board-index.ts'
import { type Carried, showCarried } from './carrying.ts'
import { placeOf } from './places.ts'

export const carryInstructions =
  'Press Space or Enter to pick the sentence up, the up and down arrows to move it, Home or End to bring it to the first or last place, Space or Enter to drop it, Escape to put it back.'

/** What is said aloud while a sentence is moved with the keys. It is called by the number it had when it was picked up. */
export const carryWords = {
  pickUp: (board: Board, { id }: Carried) => `Picked up sentence ${numberOf(board, id)}.`,
  /** With the section, where a border was crossed. */
  move(board: Board, before: Carried, now: Carried) {
    const section = sectionOf(board, now)
    const where = section && section !== sectionOf(board, before) ? `, in section ${section.title}` : ''
    return `Sentence ${numberOf(board, now.id)} is now number ${landingNumber(board, now)}${where}.`
  },
  stop: (board: Board, { id }: Carried) => `Sentence ${numberOf(board, id)} goes no further.`,
  drop: (board: Board, carried: Carried) =>
    `Dropped sentence ${numberOf(board, carried.id)} as number ${landingNumber(board, carried)}.`,
  putBack: (board: Board, { id }: Carried) => `Sentence ${numberOf(board, id)} stays where it was.`,
  lose: 'The sentence was deleted while it was moved.',
}

function landingNumber(board: Board, carried: Carried): number {
  return numberOf(showCarried(board, carried), carried.id)
}

function sectionOf(board: Board, carried: Carried) {
  const place = placeOf(showCarried(board, carried), carried.id)
  return place && board.sections.find((row) => row.id === place.sectionId)
}

function numberOf(board: Board, id: string): number {
  return indexBoard(board).numberOf.get(id) ?? 0
}
