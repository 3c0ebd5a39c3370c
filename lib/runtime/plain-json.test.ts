import { expect, it } from 'vitest'
import { toPlainJson } from './plain-json.ts'

it('keeps what is plain, and makes the rest fit to be kept', () => {
  const given = {
    a: [1, 'ü😀', null, true],
    b: { c: '\ud83d cut', d: 'nul\0nul', e: 2n ** 64n, f: undefined },
    g: Number.NaN,
  }
  expect(toPlainJson(given)).toEqual({
    a: [1, 'ü😀', null, true],
    b: { c: '\ufffd cut', d: 'nulnul', e: '18446744073709551616' },
    g: null,
  })
  expect(toPlainJson(undefined)).toBeNull()
})
