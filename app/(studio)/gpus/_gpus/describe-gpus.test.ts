import { expect, it } from 'vitest'
import { formatCount, formatDuration, lookOf, percentOf } from './describe-gpus.ts'

it.each([
  ['working', 'working'],
  ['idle', 'idle'],
  ['draining', 'resting'],
  ['paused', 'resting'],
  ['away', 'troubled'],
  ['slow', 'troubled'],
  ['not held', 'troubled'],
] as const)('a GPU that is %s looks %s', (state, look) => {
  expect(lookOf(state)).toBe(look)
})

it('counts as far as was counted', () => {
  expect(formatCount(1_234)).toBe('1,234')
  expect(formatCount(10_000)).toBe('over 9,999')
})

it('takes the mean of what was measured', () => {
  expect(percentOf([])).toBe(0)
  expect(percentOf([1, 0.5, 0, 0])).toBe(38)
})

it.each([
  [940, '0.9 s'],
  [9_960, '10 s'],
  [89_000, '89 s'],
  [150_000, '3 min'],
])('%j ms are %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words)
})
