import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, type BoardEdit } from '#lib/storyboard/edits.ts'
import { anyBoard, anyEdit, shown } from '#lib/testing/boards.ts'
import { indexBoard } from './board-index.ts'
import { type Carried, type CarryStep, carryOn, isCarriable, landing, showCarried } from './carrying.ts'
import { layout, letteredBoard, sectionIds, sentenceId } from './lettered-board.fixture.ts'

const { one, empty, two } = sectionIds
const anyActs = fc.record({
  pick: fc.nat(),
  steps: fc.array(fc.constantFrom<CarryStep>('up', 'down', 'first', 'last'), { maxLength: 8 }),
  /** What others do while it is carried. */
  edits: fc.array(anyEdit, { maxLength: 3 }),
})

describe('a carried sentence', () => {
  it.each<[string, CarryStep[], string]>([
    ['c', [], 'abc||de'],
    ['c', ['up', 'up', 'down'], 'acb||de'],
    ['c', ['up', 'up', 'up', 'up'], 'cab||de'],
    ['b', ['down', 'down'], 'ac|b|de'],
    ['b', ['down', 'down', 'down', 'down'], 'ac||dbe'],
    ['d', ['up', 'up'], 'abcd||e'],
    ['a', ['down', 'down', 'down', 'down', 'down', 'down', 'down'], 'bc||dea'],
    ['b', ['last'], 'ac||deb'],
    ['e', ['first', 'down'], 'aebc||d'],
  ])('%s goes %j to %s', (letter, steps, expected) => {
    expect(layout(showCarried(letteredBoard, carry(letter, steps)))).toBe(expected)
  })

  it('lands where it is shown, with one edit, whatever others do to the board meanwhile', () => {
    fc.assert(
      fc.property(anyBoard, anyActs, (board, { steps, edits, pick }) => {
        const ids = indexBoard(board).order
        const id = ids[pick % ids.length]
        if (id === undefined) return
        const carried = steps.reduce((held, step) => carryOn(board, held, step) ?? held, begin(id))
        const changed = edits.reduce(applyEdit, board)
        const seen = showCarried(changed, carried)
        const to = landing(changed, carried)
        const dropped = to ? applyEdit(changed, { kind: 'sentence.move', ids: [id], ...to }) : changed
        expect(shown(dropped)).toEqual(shown(seen))
        expect(to === undefined).toBe(JSON.stringify(shown(seen)) === JSON.stringify(shown(changed)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('stays with the board until it is moved', () => {
    const board = applyEdit(letteredBoard, {
      kind: 'sentence.move',
      ids: [sentenceId('a')],
      sectionId: two,
      afterId: null,
    })
    expect(layout(showCarried(board, begin(sentenceId('a'))))).toBe('bc||ade')
    expect(landing(board, begin(sentenceId('a')))).toBeUndefined()
  })

  it.each<[string, { edit: BoardEdit; layout: string; isCarriable: boolean }]>([
    [
      'it is deleted',
      { edit: { kind: 'sentence.delete', ids: [sentenceId('a')] }, layout: 'bc||de', isCarriable: false },
    ],
    ['its section is deleted', { edit: { kind: 'section.delete', id: one }, layout: '|de', isCarriable: false }],
    [
      'the section it is over is deleted',
      { edit: { kind: 'section.delete', id: empty }, layout: 'abc|de', isCarriable: false },
    ],
    [
      'its neighbour is deleted',
      { edit: { kind: 'sentence.delete', ids: [sentenceId('b')] }, layout: 'c|a|de', isCarriable: true },
    ],
  ])('when %s', (_, expected) => {
    const carried = carry('a', ['down', 'down', 'down'])
    expect(layout(showCarried(letteredBoard, carried))).toBe('bc|a|de')
    const board = applyEdit(letteredBoard, expected.edit)
    expect(layout(showCarried(board, carried))).toBe(expected.layout)
    expect(isCarriable(board, carried)).toBe(expected.isCarriable)
  })

  it('cannot be one that is deleted, or that is not there', () => {
    expect(isCarriable(letteredBoard, begin(sentenceId('x')))).toBe(false)
    expect(isCarriable(letteredBoard, begin('nowhere'))).toBe(false)
  })
})

function begin(id: string): Carried {
  return { id, to: undefined }
}

function carry(letter: string, steps: CarryStep[]): Carried {
  return steps.reduce((held, step) => carryOn(letteredBoard, held, step) ?? held, begin(sentenceId(letter)))
}
