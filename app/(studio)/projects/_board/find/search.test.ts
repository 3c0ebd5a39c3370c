import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { nothingFound } from './found.ts'
import { hasHit, type Searching, searchFor, splitHits, whyFound } from './search.ts'

const row = {
  ...{ ...newSentence, id: 'a', sectionId: 's', position: 'a' },
  text: 'Mara climbs the steps.',
  imagePrompt: 'A lighthouse',
  takeSeed: '18446744073709551615',
}
const searching = (typed: string, more: Partial<Searching> = {}): Searching => {
  return { wanted: searchFor(typed), castNames: new Map(), found: nothingFound, personId: 'me', ...more }
}

describe('hasHit', () => {
  it.each([
    ['MARA', true],
    ['light', true],
    ['0955', true],
    ['  steps ', true],
    ['boat', false],
  ])('of %j: %s', (typed, expected) => {
    expect(hasHit(row, searching(typed))).toBe(expected)
  })
})

describe('whyFound', () => {
  const castNames = new Map([['m', 'Tomás']])
  const found = new Map([['a', 'LoRA film-grain']])
  it.each<[string, Parameters<typeof whyFound>[0], string, string | null | undefined]>([
    ['its words', row, 'steps', null],
    ['words and more', { ...row, speaker: 'MARA' }, 'mara', null],
    ['who says it', { ...row, speaker: 'NOVA (V.O.)' }, 'nova', 'Said by NOVA (V.O.)'],
    ['who is in it', { ...row, castIds: ['x', 'm'] }, 'tom', 'With Tomás'],
    ['a seed', { ...row, seed: '4711' }, '471', 'Seed 4711'],
    ['who wrote it', { ...row, editedBy: { id: 'you', name: 'Ada Okafor' } }, 'oka', 'Words by Ada Okafor'],
    ['letters within a name', { ...row, editedBy: { id: 'you', name: 'Ada Okafor' } }, 'for', 'LoRA film-grain'],
    ['one’s own name', { ...row, editedBy: { id: 'me', name: 'Ada' } }, 'ada', 'LoRA film-grain'],
    ['nothing', { ...row, id: 'b' }, 'grain', undefined],
  ])('of %s', (...[, sentence, typed, why]) => {
    expect(whyFound(sentence, searching(typed, { castNames, found }))).toBe(why)
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
