import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, type BoardEdit, visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { anyBoard, shown } from '#lib/testing/boards.ts'
import { layout, letteredBoard, sectionIds, sentenceId } from './lettered-board.fixture.ts'
import { type Destination, edgePlace, neighbourPlace } from './places.ts'

const { empty } = sectionIds

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
    expect(after(sentenceId(letter), neighbourPlace(letteredBoard, sentenceId(letter), by))).toBe(expected)
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

describe('edgePlace', () => {
  it.each<[string, 'first' | 'last', string | undefined]>([
    ['a', 'first', undefined],
    ['b', 'first', 'bac||de'],
    ['e', 'first', 'eabc||d'],
    ['a', 'last', 'bc||dea'],
    ['d', 'last', 'abc||ed'],
    ['e', 'last', undefined],
    ['x', 'last', undefined],
    ['nowhere', 'first', undefined],
  ])('of %s going %s', (letter, edge, expected) => {
    expect(after(sentenceId(letter), edgePlace(letteredBoard, sentenceId(letter), edge))).toBe(expected)
  })

  it('is in the last section, also when it is empty', () => {
    const board = applyEdit(letteredBoard, { kind: 'section.move', id: empty })
    expect(edgePlace(board, sentenceId('e'), 'last')).toEqual({ sectionId: empty, afterId: null })
  })
})

function after(id: string, to: Destination | undefined): string | undefined {
  return to && layout(move(letteredBoard, id, to))
}

function move(from: Board, id: string, to: Destination): Board {
  const edit: BoardEdit = { kind: 'sentence.move', ids: [id], ...to }
  return applyEdit(from, edit)
}
