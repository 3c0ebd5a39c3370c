import { visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { emptyBoard, idOf } from '#lib/testing/boards.ts'

const ids = [11, 12, 13, 14].map(idOf)
const [one = '', gone = '', empty = '', two = ''] = ids
export const sectionIds = { one, gone, empty, two }

const letters: Record<string, string> = Object.fromEntries(
  [...'abxcde'].map((letter, index) => [letter, idOf(21 + index)]),
)
/** The id of the sentence with this letter; any other word stands for itself. */
export const sentenceId = (letter: string): string => letters[letter] ?? letter

/** Sections one (a, b, a deleted x, c), a deleted one, an empty one, and two (d, e). */
export const letteredBoard: Board = {
  ...emptyBoard,
  sections: ids.map((id, index) => {
    return { id, title: 'S', position: `a${index}`, version: 1, deleted: id === gone }
  }),
  sentences: [...'abxcde'].map((letter, index) => {
    const sectionId = 'de'.includes(letter) ? two : one
    return {
      ...newSentence,
      ...{
        id: sentenceId(letter),
        sectionId,
        text: letter,
        position: `a${index}`,
        version: 1,
        deleted: letter === 'x',
      },
    }
  }),
}

/** What is seen of a board, as 'abc||de'. */
export function layout(board: Board): string {
  const rows = visibleSections(board).map((section) => visibleSentences(board, section.id))
  return rows.map((row) => row.map((sentence) => sentence.text).join('')).join('|')
}
