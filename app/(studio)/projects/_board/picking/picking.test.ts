import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as picking from './picking.ts'

const order = [...'abcdefg']
const at = (id: string) => picking.pickOne(picking.nothingPicked, id)
const chosen = ({ chosenIds }: picking.Picking) => order.filter((id) => chosenIds.has(id)).join('')

describe('picking', () => {
  it('of one chooses none, and is what an act is about', () => {
    expect(chosen(at('c'))).toBe('')
    expect(picking.targetsOf(at('c'), order)).toEqual(['c'])
    expect(picking.targetsOf(at('nowhere'), order)).toEqual([])
  })

  it('of another one as well begins with the one a person was at', () => {
    const both = picking.pickAlso(at('a'), 'c')
    expect(chosen(both)).toBe('ac')
    expect(chosen(picking.pickAlso(both, 'a'))).toBe('c')
    expect(chosen(picking.pickBox(at('a'), { id: 'c', isIn: true }))).toBe('c')
  })

  it('of a range goes both ways from where it began', () => {
    const down = picking.pickTo(at('c'), 'e', order)
    expect(chosen(down)).toBe('cde')
    expect(chosen(picking.pickTo(down, 'a', order))).toBe('abc')
    expect(picking.targetsOf(down, order)).toEqual(['c', 'd', 'e'])
  })

  it('of all, and of none', () => {
    const all = picking.pickAll(at('c'), order)
    expect(chosen(all)).toBe('abcdefg')
    expect(all.currentId).toBe('c')
    expect(chosen(picking.letGo(all))).toBe('')
    expect(chosen(picking.keepKnown(all, (id) => id < 'c'))).toBe('ab')
  })

  it('by a frame adds to what was chosen', () => {
    expect(chosen(picking.pickFramed(picking.pickAlso(at('a'), 'b'), ['d', 'e']))).toBe('abde')
  })

  it('a range is whole, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), fc.constantFrom(...order), (ids, end) => {
        const before = ids.reduce((all, id) => picking.pickAlso(all, id), picking.nothingPicked)
        const range = chosen(picking.pickTo(before, end, order))
        expect(order.join('')).toContain(range)
        expect(range).toContain(end)
      }),
    )
  })
})
