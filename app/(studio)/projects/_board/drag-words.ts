import type { Announcements, ScreenReaderInstructions } from '@dnd-kit/core'
import { visibleSections } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { type Carried, showCarried } from './carrying.ts'
import { orderOf, placeOf } from './places.ts'

export const instructions: ScreenReaderInstructions = {
  draggable:
    'Press Space or Enter to pick the sentence up, the up and down arrows to move it, Home or End to bring it to the first or last place, Space or Enter to drop it, Escape to put it back.',
}

/** What is said aloud while a sentence is dragged: its number, never its id. */
export function announce(board: Board): Announcements {
  const nameOf = (id: string | number) => describePlace(board, String(id))
  return {
    onDragStart: ({ active }) => `Picked up ${nameOf(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over && over.id !== active.id ? `${nameOf(active.id)} is over ${nameOf(over.id)}.` : undefined,
    onDragEnd: ({ active, over }) =>
      over ? `Dropped ${nameOf(active.id)} at ${nameOf(over.id)}.` : `${nameOf(active.id)} stays where it was.`,
    onDragCancel: ({ active }) => `${nameOf(active.id)} stays where it was.`,
  }
}

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

function describePlace(board: Board, id: string): string {
  const section = visibleSections(board).find((row) => row.id === id)
  return section ? `the end of section ${section.title}` : `sentence ${numberOf(board, id)}`
}

function landingNumber(board: Board, carried: Carried): number {
  return numberOf(showCarried(board, carried), carried.id)
}

function sectionOf(board: Board, carried: Carried) {
  const place = placeOf(showCarried(board, carried), carried.id)
  return place && board.sections.find((row) => row.id === place.sectionId)
}

function numberOf(board: Board, id: string): number {
  return orderOf(board).indexOf(id) + 1
}
