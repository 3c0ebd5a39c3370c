import type { Announcements, ScreenReaderInstructions } from '@dnd-kit/core'
import { visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'

export const instructions: ScreenReaderInstructions = {
  draggable:
    'Press Space to pick the sentence up, the arrow keys to move it, Space again to drop it, Escape to leave it.',
}

/** What is said aloud while a sentence is moved: its number, never its id. */
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

function describePlace(board: Board, id: string): string {
  const sections = visibleSections(board)
  const section = sections.find((row) => row.id === id)
  if (section) return `the end of section ${section.title}`
  const ids = sections.flatMap((row) => visibleSentences(board, row.id).map((sentence) => sentence.id))
  return `sentence ${ids.indexOf(id) + 1}`
}
