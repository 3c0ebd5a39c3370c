import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, type BoardEdit, newSentence, visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { anyBoard, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { type Destination, dropPlace, neighbourPlace } from './use-board-actions.ts'

const [one, gone, empty, two] = [11, 12, 13, 14].map(idOf)
const letters: Record<string, string> = Object.fromEntries(
  [...'abxcde'].map((letter, index) => [letter, idOf(21 + index)]),
)
const id = (letter: string): string => letters[letter] ?? letter

/** Sections one (a, b, a deleted x, c), a deleted one, an empty one, and two (d, e). */
const board: Board = {
  ...emptyBoard,
  sections: [one, gone, empty, two].map((sectionId, index) => {
    return { id: sectionId ?? '', title: 'S', position: `a${index}`, version: 1, deleted: sectionId === gone }
  }),
  sentences: [...'abxcde'].map((letter, index) => {
    const sectionId = ('de'.includes(letter) ? two : one) ?? ''
    return {
      ...newSentence,
      ...{ id: id(letter), sectionId, text: letter, position: `a${index}`, version: 1, deleted: letter === 'x' },
    }
  }),
}

describe('neighbourPlace', () => {
  it.each<[string, -1 | 1, string | undefined]>([
    ['a', -1, undefined],
    ['a', 1, 'bac||de'],
    ['b', -1, 'bac||de'],
    ['b', 1, 'acb||de'],
    ['c', -1, 'acb||de'],
    ['c', 1, 'ab|c|de'],
    ['d', -1, 'abc|d|e'],
    ['d', 1, 'abc||ed'],
    ['e', 1, undefined],
    ['x', 1, undefined],
    ['nowhere', 1, undefined],
  ])('of %s going %i', (letter, by, expected) => {
    expect(after(id(letter), neighbourPlace(board, id(letter), by))).toBe(expected)
  })

  it('one up and one down is where it was, within a section', () => {
    fc.assert(
      fc.property(anyBoard, fc.nat(), fc.constantFrom<-1 | 1>(-1, 1), (any, pick, by) => {
        const rows = visibleSections(any).flatMap((section) => visibleSentences(any, section.id))
        const row = rows[pick % rows.length]
        const there = row && neighbourPlace(any, row.id, by)
        if (!row || there?.sectionId !== row.sectionId) return
        const moved = move(any, row.id, there)
        const back = neighbourPlace(moved, row.id, by === 1 ? -1 : 1)
        expect(shown(move(moved, row.id, back ?? there))).toEqual(shown(any))
        expect(shown(moved)).not.toEqual(shown(any))
      }),
    )
  })
})

describe('dropPlace', () => {
  it.each<[string, string, string | undefined]>([
    ['a', 'a', undefined],
    ['a', 'b', 'bac||de'],
    ['a', 'c', 'bca||de'],
    ['c', 'a', 'cab||de'],
    ['c', 'b', 'acb||de'],
    ['a', 'd', 'bc||ade'],
    ['a', 'e', 'bc||dae'],
    ['e', 'a', 'eabc||d'],
    ['a', empty ?? '', 'bc|a|de'],
    ['a', two ?? '', 'bc||dea'],
    ['a', one ?? '', 'bca||de'],
    ['c', one ?? '', 'abc||de'],
  ])('of %s over %s', (letter, over, expected) => {
    expect(after(id(letter), dropPlace(board, { id: id(letter), overId: id(over) }))).toBe(expected)
  })
})

function after(sentenceId: string, to: Destination | undefined): string | undefined {
  return to && layout(move(board, sentenceId, to))
}

function move(from: Board, sentenceId: string, to: Destination): Board {
  const edit: BoardEdit = { kind: 'sentence.move', id: sentenceId, ...to }
  return applyEdit(from, edit)
}

function layout(from: Board): string {
  const rows = visibleSections(from).map((section) => visibleSentences(from, section.id))
  return rows.map((row) => row.map((sentence) => sentence.text).join('')).join('|')
}
