import { expect, test } from 'vitest'
import { describeSilence, describeTimeLeft } from './time-left.ts'

test.each([
  [0.4, 'almost there'],
  [1, '1 s left'],
  [8.2, '9 s left'],
  [11, '15 s left'],
  [59, '60 s left'],
  [61, '2 min left'],
  [3_600, '60 min left'],
  [7_200, '2 h left'],
])('%d seconds are "%s"', (seconds, words) => {
  expect(describeTimeLeft(seconds)).toBe(words)
})

test.each([
  [6, 'No news for 6 s'],
  [89, 'No news for 89 s'],
  [150, 'No news for 2 min'],
])('after %d silent seconds: "%s"', (seconds, words) => {
  expect(describeSilence(seconds)).toBe(words)
})
