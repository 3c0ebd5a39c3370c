import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePlaces, positionsBetween } from './positions.ts'

describe('positionsBetween', () => {
  it('finds room between any two neighbours, again and again', () => {
    const steps = fc.array(fc.record({ at: fc.nat(), count: fc.integer({ min: 1, max: 5 }) }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (inserts) => {
        const keys: string[] = []
        for (const { at, count } of inserts) {
          const index = at % (keys.length + 1)
          const added = positionsBetween(keys[index - 1] ?? null, keys[index] ?? null, count)
          expect(added).toHaveLength(count)
          keys.splice(index, 0, ...added)
        }
        expect(keys).toEqual([...new Set(keys)].sort(byBytes))
      }),
    )
  })

  it('gives a thousand rows at once short keys', () => {
    const keys = positionsBetween('a0', 'a1', 1_000)
    expect(keys).toEqual([...new Set(keys)].sort(byBytes))
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(5)
  })

  it('gives nothing for nothing', () => {
    expect(positionsBetween(null, null, 0)).toEqual([])
  })
})

describe('comparePlaces', () => {
  it('goes by bytes, capitals first, then by id', () => {
    const rows = [
      { id: '2', position: 'a1' },
      { id: '1', position: 'a1' },
      { id: '9', position: 'Zz' },
      { id: '5', position: 'a0V' },
      { id: '6', position: 'a0' },
    ]
    expect(rows.sort(comparePlaces).map(({ id }) => id)).toEqual(['9', '6', '5', '1', '2'])
  })

  it('is a total order', () => {
    const place = fc.record({ id: fc.constantFrom('1', '2', '3'), position: fc.constantFrom('Zz', 'a0', 'a1') })
    fc.assert(
      fc.property(place, place, (a, b) => {
        const isSame = a.id === b.id && a.position === b.position
        // Zero has a sign in JavaScript; an order has not.
        expect(comparePlaces(a, b) + comparePlaces(b, a)).toBe(0)
        expect(comparePlaces(a, b) === 0).toBe(isSame)
      }),
    )
  })
})

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
