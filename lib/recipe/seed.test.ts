import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anySeed } from '#lib/testing/recipes.ts'
import { seedText } from './seed.ts'

it('any seed comes through exactly', () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      expect(seedText.parse(seed)).toBe(seed)
    }),
  )
})

it.each<[unknown, string]>([
  [0, '0'],
  [2 ** 53 - 1, '9007199254740991'],
  ['007', '7'],
  [' 7 ', '7'],
  ['18446744073709551615', '18446744073709551615'],
])('%j is a seed', (seed, expected) => {
  expect(seedText.parse(seed)).toBe(expected)
})

it.each<[unknown, RegExp]>([
  [-1, /whole number from 0/],
  [1.5, /whole number from 0/],
  [Number.NaN, /whole number from 0/],
  [2 ** 53, /as text/],
  [1e300, /as text/],
  ['18446744073709551616', /whole number from 0/],
  ['0'.repeat(21), /whole number from 0/],
  ['', /whole number from 0/],
  ['-1', /whole number from 0/],
  ['1e3', /whole number from 0/],
  ['0x10', /whole number from 0/],
  [true, /whole number from 0/],
  [[7], /whole number from 0/],
])('%j is none', (seed, message) => {
  expect(seedText.safeParse(seed).error?.issues[0]?.message).toMatch(message)
})
