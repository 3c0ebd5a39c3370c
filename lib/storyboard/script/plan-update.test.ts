import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeRows } from './place-rows.ts'
import { type BoardSection, planUpdate } from './plan-update.ts'

const board: BoardSection[] = [
  { id: 'A', title: 'One', scriptTitle: 'One', sentenceIds: ['a1', 'hand', 'a2', 'a3'] },
  { id: 'B', title: 'Two', scriptTitle: 'Two', sentenceIds: ['b1', 'b2'] },
  { id: 'C', title: 'Notes', scriptTitle: null, sentenceIds: ['note'] },
]
const shown = (next: [string, (string | null)[]][], gone: string[] = [], on = board) => {
  const plan = planUpdate(
    on,
    next.map(([title, oldIds]) => ({ title, oldIds })),
    new Set(gone),
  )
  const sections = plan.sections.map(
    ({ id, items }) => `${id ?? '+'}: ${items.map((item) => (item.kind === 'old' ? item.id : '+')).join(' ')}`,
  )
  return [...sections, ...plan.removedSections.map((id) => `-${id}`)]
}

describe('the board in the order of a new version', () => {
  it('is as it was when nothing changed', () => {
    expect(
      shown([
        ['One', ['a1', 'a2', 'a3']],
        ['Two', ['b1', 'b2']],
      ]),
    ).toEqual(['A: a1 hand a2 a3', 'B: b1 b2', 'C: note'])
  })
  it('takes what was added by hand along with its neighbour', () => {
    expect(
      shown([
        ['Two', ['b1', 'b2', 'a1']],
        ['One', ['a2', 'a3']],
      ]),
    ).toEqual(['B: b1 b2 a1 hand', 'C: note', 'A: a2 a3'])
  })
  it('keeps it when its neighbour is gone', () => {
    expect(
      shown(
        [
          ['One', ['a2', 'a3']],
          ['Two', ['b1', 'b2']],
        ],
        ['a1'],
      )[0],
    ).toBe('A: hand a2 a3')
    expect(shown([['Two', ['b1', 'b2']]], ['a1', 'a2', 'a3'])).toEqual(['A: hand', 'B: b1 b2', 'C: note'])
  })
  it('puts in what is new, and sections too', () => {
    expect(
      shown([
        ['One', ['a1', null, 'a2', 'a3']],
        ['New', [null]],
        ['Two', ['b1', 'b2']],
      ]),
    ).toEqual(['A: a1 hand + a2 a3', '+: +', 'B: b1 b2', 'C: note'])
  })
  it('lets go of a section that nothing is left of', () => {
    expect(shown([['One', ['a1', 'a2', 'a3']]], ['b1', 'b2'])).toEqual(['A: a1 hand a2 a3', 'C: note', '-B'])
  })
  it('knows a renamed section by its sentences, and an empty one by its name', () => {
    expect(
      shown(
        [
          ['Uno', ['a1', 'a2', 'a3']],
          ['Two', []],
        ],
        ['b1', 'b2'],
      ),
    ).toEqual(['A: a1 hand a2 a3', 'B: ', 'C: note'])
  })
})

describe('keys for a new order', () => {
  it('leaves those that can stay where they are', () => {
    const keys = placeRows(
      [
        { id: 'a', position: 'a0' },
        { id: 'c', position: 'a2' },
        { id: 'b', position: 'a1' },
        { id: 'new', position: null },
        { id: 'd', position: 'a3' },
      ],
      [],
    )
    expect([keys.get('a'), keys.get('b'), keys.get('d')]).toEqual(['a0', 'a1', 'a3'])
  })

  it('gives every row a key of its own, in order, and none that is taken', () => {
    const position = fc.nat(60).map((number) => `a${String.fromCharCode(65 + (number % 26))}${number < 26 ? '' : 'V'}`)
    const rows = fc.array(fc.option(position), { maxLength: 20 })
    fc.assert(
      fc.property(rows, fc.uniqueArray(position, { maxLength: 8 }), (positions, deleted) => {
        const taken = deleted.filter((one) => !positions.includes(one))
        const list = positions.map((one, index) => ({ id: String(index), position: one }))
        const keys = placeRows(list, taken)
        const made = list.map(({ id }) => keys.get(id) ?? '')
        expect(made).toEqual([...new Set(made)].sort((a, b) => (a < b ? -1 : 1)))
        expect(made.filter((key) => taken.includes(key))).toEqual([])
      }),
    )
  })
})
