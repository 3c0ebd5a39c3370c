import { expect, it } from 'vitest'
import { countLeftOut } from './count-left-out.ts'

it.each([
  { what: 'fits exactly', pasted: 'x'.repeat(10_000), leftOut: 0 },
  { what: 'is one too long', pasted: 'x'.repeat(10_001), leftOut: 1 },
  { what: 'comes to words that are there', pasted: 'x'.repeat(9_999), kept: 'ab', leftOut: 1 },
  { what: 'replaces what is selected', pasted: 'x'.repeat(9_999), kept: 'ab', selected: [1, 2] as const, leftOut: 0 },
  { what: 'has lines that end as they do on Windows', pasted: 'x\r\n'.repeat(5_000), leftOut: 0 },
  { what: 'finds no room at all', pasted: 'abc', kept: 'x'.repeat(10_000), leftOut: 3 },
])('of what is pasted: $what', ({ pasted, kept = '', selected = [0, 0] as const, leftOut }) => {
  expect(countLeftOut({ pasted, kept, selected })).toBe(leftOut)
})
