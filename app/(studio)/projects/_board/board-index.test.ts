import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import { anyBoard } from '#lib/testing/boards.ts'
import { filterIndex, idNextTo, indexBoard } from './board-index.ts'
import { letteredBoard, sentenceId } from './lettered-board.fixture.ts'

describe('indexBoard', () => {
  it('has what is seen, in order', () => {
    fc.assert(
      fc.property(anyBoard, (board) => {
        const index = indexBoard(board)
        const seen = visibleSections(board).flatMap(({ id }) => visibleSentences(board, id).map((row) => row.id))
        expect(index.order).toEqual(seen)
        expect([...index.numberOf]).toEqual(seen.map((id, at) => [id, at + 1]))
      }),
    )
  })

  it('stays the same object while words change, and shares the sections that did not', () => {
    const before = indexBoard(letteredBoard)
    const typed = applyEdit(letteredBoard, {
      kind: 'sentence.edit',
      id: sentenceId('a'),
      text: 'Other words.',
      baseText: '',
    })
    expect(indexBoard(typed, before)).toBe(before)
    const [row] = letteredBoard.sentences.filter(({ id }) => id === sentenceId('a'))
    const shorter = { ...letteredBoard, sentences: letteredBoard.sentences.filter((other) => other !== row) }
    const after = indexBoard(shorter, before)
    expect(after.order).toHaveLength(before.order.length - 1)
    const shared = [...after.idsOf].filter(([id, ids]) => before.idsOf.get(id) === ids)
    expect(shared).toHaveLength(after.idsOf.size - 1)
  })

  it('keeps a deleted one that is held', () => {
    const id = sentenceId('a')
    const sentences = letteredBoard.sentences.map((row) => (row.id === id ? { ...row, deleted: true } : row))
    const board = { ...letteredBoard, sentences }
    expect(indexBoard(board).order).not.toContain(id)
    expect(indexBoard(board, undefined, new Set([id])).order).toContain(id)
  })
})

describe('filterIndex', () => {
  it('leaves out sentences and empty sections, and keeps the numbers of the script', () => {
    const index = indexBoard(letteredBoard)
    const d = sentenceId('d')
    const filtered = filterIndex(index, (id) => id === d)
    expect(filtered.order).toEqual([d])
    expect(filtered.sections).toHaveLength(1)
    expect(filtered.numberOf.get(d)).toBe(index.numberOf.get(d))
    expect(filterIndex(index, (id) => id === d, filtered)).toBe(filtered)
  })
})

describe('idNextTo', () => {
  it('goes over the borders of sections, and not beyond the ends', () => {
    const index = indexBoard(letteredBoard)
    expect(idNextTo(index, sentenceId('c'), 1)).toBe(sentenceId('d'))
    expect(idNextTo(index, sentenceId('a'), -1)).toBeUndefined()
    expect(idNextTo(index, 'nowhere', 1)).toBeUndefined()
  })
})
