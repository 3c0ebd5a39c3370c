import { expect, it } from 'vitest'
import { describeStart } from './describe-start.ts'

it.each([
  [null, ''],
  [0, 'next'],
  [4_999, 'next'],
  [5_000, 'in 10 s'],
  [41_000, 'in 50 s'],
  [55_000, 'in 1 min'],
  [61_000, 'in 2 min'],
  [89 * 60_000, 'in 89 min'],
  [90 * 60_000, 'in 2 h'],
  [40 * 3_600_000, 'in 2 days'],
])('%j ms: %s', (startsInMs, words) => {
  expect(describeStart(startsInMs)).toBe(words)
})
