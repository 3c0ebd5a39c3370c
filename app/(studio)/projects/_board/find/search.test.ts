import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasHit, searchFor, splitHits } from './search.ts'

const row = {
  text: 'Mara climbs the steps.',
  imagePrompt: 'A lighthouse',
  seed: null,
  takeSeed: '18446744073709551615',
}

describe('hasHit', () => {
  it.each([
    ['MARA', true],
    ['light', true],
    ['0955', true],
    ['  steps ', true],
    ['boat', false],
  ])('of %j: %s', (typed, expected) => {
    expect(hasHit(row, searchFor(typed))).toBe(expected)
  })
})

describe('splitHits', () => {
  it('marks each hit', () => {
    const marked = splitHits('Mara and MARA.', 'mara').map(({ words, isHit }) => (isHit ? `[${words}]` : words))
    expect(marked.join('')).toBe('[Mara] and [MARA].')
  })

  it('loses nothing of the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, search) => {
        expect(
          splitHits(text, search)
            .map(({ words }) => words)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
