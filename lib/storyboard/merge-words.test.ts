import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeWords, movePlace } from './merge-words.ts'

describe('mergeWords', () => {
  const base = 'The red door stands at the end of the pier.'

  it.each([
    [
      'one word each',
      'The blue door stands at the end of the pier.',
      'The red door stands at the end of the bay.',
      'The blue door stands at the end of the bay.',
    ],
    [
      'neighbouring words',
      'The blue door stands at the end of the pier.',
      'The red gate stands at the end of the pier.',
      'The blue gate stands at the end of the pier.',
    ],
    ['words before and behind', `At night. ${base}`, `${base} It rains.`, `At night. ${base} It rains.`],
    ['words put in at one place', `${base} It rains.`, `${base} It snows.`, `${base} It snows. It rains.`],
    [
      'words taken out by both',
      'The door stands at the end of the pier.',
      'The red door stands at the end.',
      'The door stands at the end.',
    ],
    ['overlapping words taken out', 'The red of the pier.', 'The red door stands.', 'The red.'],
    [
      'the same words taken out from two sides',
      'The door stands at the end of the pier.',
      'The door stands at the end of the pier!',
      'The door stands at the end of the pier!',
    ],
    [
      'the same change',
      'The blue door stands at the end of the pier.',
      'The blue door stands at the end of the pier.',
      'The blue door stands at the end of the pier.',
    ],
    ['what was sent twice', `${base} It rains.`, `${base} It snows. It rains.`, `${base} It snows. It rains.`],
  ])('puts %s together', (...[, mine, theirs, expected]) => {
    expect(mergeWords({ base, mine, theirs })).toEqual({ text: expected, isClean: true })
  })

  it.each([
    [
      'one word made two others',
      'The blue door stands.',
      'The green door stands.',
      'The red door stands.',
      'The green blue door stands.',
    ],
    ['a word changed that the other took out', 'The blue door.', 'The door.', 'The red door.', ''],
  ])('asks about %s, and offers both', (...[, mine, theirs, begun, both]) => {
    const merged = mergeWords({ base: begun, mine, theirs })
    expect(merged.isClean).toBe(false)
    if (both) expect(merged.text).toBe(both)
    expect(merged.text).toContain('blue')
  })

  it.each([
    [
      'Chinese',
      '红色的门在码头尽头。',
      '蓝色的门在码头尽头。',
      '红色的门在码头尽头。下雨了。',
      '蓝色的门在码头尽头。下雨了。',
    ],
    ['Japanese', '赤いドアが開く。', '青いドアが開く。', '赤いドアが閉じる。', '青いドアが閉じる。'],
    ['Arabic', 'الباب الأحمر مفتوح', 'الباب الأزرق مفتوح', 'الباب الأحمر مغلق', 'الباب الأزرق مغلق'],
    ['emoji', '👩‍👩‍👧 walk 🌧️ home', '👨‍👩‍👦 walk 🌧️ home', '👩‍👩‍👧 walk ☀️ home', '👨‍👩‍👦 walk ☀️ home'],
    ['lines', 'one\ntwo\nthree', 'ONE\ntwo\nthree', 'one\ntwo\n\nTHREE', 'ONE\ntwo\n\nTHREE'],
  ])('merges %s', (...[, begun, mine, theirs, expected]) => {
    expect(mergeWords({ base: begun, mine, theirs })).toEqual({ text: expected, isClean: true })
  })

  it('lets one choose the words that are in each other’s way, and keeps the rest of both', () => {
    const versions = { base: 'The red door.', mine: 'At night. The blue door.', theirs: 'The green door. It rains.' }
    expect(mergeWords(versions, 'mine').text).toBe('At night. The blue door. It rains.')
    expect(mergeWords(versions, 'theirs').text).toBe('At night. The green door. It rains.')
    expect(mergeWords(versions).text).toBe('At night. The green blue door. It rains.')
  })

  it.each([
    ['behind', 'c', 'c d e', 'a', 'a d e'],
    ['before', 'c', 'd e c', 'a', 'd e a'],
  ])(
    'puts words in once %s those that another changed, however often they are sent',
    (...[, base, mine, other, text]) => {
      expect(mergeWords({ base, mine, theirs: other })).toEqual({ text, isClean: true })
      expect(mergeWords({ base, mine, theirs: text })).toEqual({ text, isClean: true })
      expect(mergeWords({ base, mine: text, theirs: mine })).toEqual({ text, isClean: true })
    },
  )

  it('asks about two texts where there was none', () => {
    expect(mergeWords({ base: '', mine: 'rain', theirs: 'fog' })).toEqual({ text: 'fog rain', isClean: false })
  })

  it('lets go on typing in what was merged meanwhile', () => {
    const merged = mergeWords({ base: '', mine: 'The do', theirs: 'A gr' }).text
    expect(mergeWords({ base: 'The do', mine: 'The door', theirs: merged }).text).toBe('A gr The door')
  })
})

const anyText = fc
  .array(fc.constantFrom('a', 'b', 'rain', ' ', ', ', '. ', '\n', '码头', '🌧️'), { maxLength: 12 })
  .map((all) => all.join(''))
const three = fc.tuple(anyText, anyText, anyText)

describe('any texts', () => {
  it('of which one is as it was become the other', () => {
    fc.assert(
      fc.property(anyText, anyText, (base, text) => {
        expect(mergeWords({ base, mine: text, theirs: base })).toEqual({ text, isClean: true })
        expect(mergeWords({ base, mine: base, theirs: text })).toEqual({ text, isClean: true })
        expect(mergeWords({ base, mine: text, theirs: text })).toEqual({ text, isClean: true })
      }),
    )
  })

  it('become the same from both sides, but for what stands first', () => {
    fc.assert(
      fc.property(three, ([base, mine, theirs]) => {
        const one = mergeWords({ base, mine, theirs })
        const other = mergeWords({ base, mine: theirs, theirs: mine })
        expect(other.isClean).toBe(one.isClean)
        expect(lettersOf(other.text)).toEqual(lettersOf(one.text))
      }),
      { numRuns: 3_000 },
    )
  })
})

/** A text of words that are there once, and what two people made of it, each with words of their own. */
const edited = fc
  .record({ length: fc.nat(12), mine: edits('m'), theirs: edits('t') })
  .map(({ length, mine, theirs }) => {
    const words = Array.from({ length }, (_, index) => `w${index}`)
    return { words, mine: carryOut(words, mine), theirs: carryOut(words, theirs) }
  })

describe('any two people', () => {
  it('lose no word that the other did not take out', () => {
    fc.assert(
      fc.property(edited, ({ words, mine, theirs }) => {
        const merged = mergeWords({ base: words.join(' '), mine: mine.join(' '), theirs: theirs.join(' ') })
        const all = merged.text.split(/\s+/u)
        const written = [...mine, ...theirs].filter((word) => !words.includes(word))
        expect(all).toEqual(expect.arrayContaining(written))
        const kept = words.filter((word) => mine.includes(word) && theirs.includes(word))
        expect(all).toEqual(expect.arrayContaining(kept))
        if (merged.isClean) expect(all.filter((word) => words.includes(word))).toEqual(kept)
        if (merged.isClean) expect(new Set(all).size).toBe(all.length)
      }),
      { numRuns: 3_000 },
    )
  })

  it('keep the words in the order each of them wrote', () => {
    fc.assert(
      fc.property(edited, ({ words, mine, theirs }) => {
        const merged = mergeWords({ base: words.join(' '), mine: mine.join(' '), theirs: theirs.join(' ') })
        if (!merged.isClean) return
        const all = merged.text.split(/\s+/u)
        for (const list of [mine, theirs]) {
          const places = list.map((word) => all.indexOf(word)).filter((place) => place >= 0)
          expect(places).toEqual([...places].sort((a, b) => a - b))
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

it('is quick with ten thousand characters, also when everything differs or everything repeats', () => {
  const words = (name: string) =>
    Array.from({ length: 2_500 }, (_, index) => `${name}${index % 700}`)
      .join(' ')
      .slice(0, 10_000)
  const repeated = 'a '.repeat(5_000)
  const startedAt = performance.now()
  mergeWords({ base: words('w'), mine: words('m'), theirs: words('t') })
  mergeWords({ base: repeated, mine: `${repeated}b`, theirs: `c ${repeated}` })
  mergeWords({ base: repeated, mine: repeated.replaceAll('a a', 'b'), theirs: repeated.replaceAll('a a a', 'c') })
  mergeWords({ base: words('w'), mine: words('w').replace('w5 ', 'x '), theirs: words('w').replace('w600 ', 'y ') })
  // Four of them, on a machine that has much else to do.
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})

describe('movePlace', () => {
  it.each([
    ['The do|', 'A gr The do', 'A gr The do|'],
    ['The do|', 'The do A gr', 'The do| A gr'],
    ['X foo|', 'X bar foo', 'X bar foo|'],
    ['a |b c', 'a b c d', 'a |b c d'],
    ['one tw|o three', 'one three', 'one| three'],
    ['one two three|', 'zero one two', 'zero one two|'],
    ['码|头', '在码头', '在码|头'],
    ['|', 'words', '|words'],
  ])('of %s in "%s" is %s', (from, to, expected) => {
    const place = movePlace(from.replace('|', ''), to, from.indexOf('|'))
    expect(`${to.slice(0, place)}|${to.slice(place)}`).toBe(expected)
  })

  it('is always a place in the text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat(40), (from, to, at) => {
        const place = movePlace(from, to, Math.min(at, from.length))
        expect(place).toBeGreaterThanOrEqual(0)
        expect(place).toBeLessThanOrEqual(to.length)
      }),
    )
  })
})

type Edit = { at: number; taken: number; put: number }

function edits(name: string): fc.Arbitrary<{ name: string; list: Edit[] }> {
  const one = fc.record({ at: fc.nat(12), taken: fc.nat(3), put: fc.nat(2) })
  return fc.record({ name: fc.constant(name), list: fc.array(one, { maxLength: 3 }) })
}

function carryOut(words: readonly string[], { name, list }: { name: string; list: readonly Edit[] }): string[] {
  return list.reduce<string[]>(
    (text, { at, taken, put }, index) =>
      text.toSpliced(at, taken, ...Array.from({ length: put }, (_, k) => `${name}${index}${k}`)),
    [...words],
  )
}

function lettersOf(text: string): string[] {
  return [...text].filter((letter) => /\S/u.test(letter)).sort()
}
