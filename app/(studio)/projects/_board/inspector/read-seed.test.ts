import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxSeed } from '#lib/recipe/seed.ts'
import { drawSeed, readSeed } from './read-seed.ts'

test.each([
  ['', { kind: 'random' }],
  ['   ', { kind: 'random' }],
  ['0', { kind: 'seed', seed: '0' }],
  [' 0042 ', { kind: 'seed', seed: '42' }],
  ['18446744073709551615', { kind: 'seed', seed: '18446744073709551615' }],
  ['9007199254740993', { kind: 'seed', seed: '9007199254740993' }],
])('%j is %j', (text, entry) => {
  expect(readSeed(text)).toEqual(entry)
})

test.each(['18446744073709551616', '-1', '1.5', '1e3', '0x10', 'lucky', '1 2', '٣'])(
  '%j is refused with a reason',
  (text) => {
    expect(readSeed(text)).toEqual({ kind: 'wrong', message: expect.stringContaining('18446744073709551615') })
  },
)

test('every seed is read back exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: maxSeed }), (seed) => {
      expect(readSeed(String(seed))).toEqual({ kind: 'seed', seed: String(seed) })
    }),
  )
})

test('a drawn seed is one', () => {
  expect(readSeed(drawSeed())).toMatchObject({ kind: 'seed' })
})
