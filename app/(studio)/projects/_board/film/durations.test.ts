import { expect, it } from 'vitest'
import { formatTime, secondsOf } from './durations.ts'

it.each([
  ['', 1.5],
  ['Night.', 1.5],
  ['Mara climbs the ninety-nine steps with a lamp in her hand.', 3.57],
  ['遠くで灯りが答える。', 2.3],
  ['x'.repeat(5_000), 20],
])('%j is said in %d seconds', (text, seconds) => {
  expect(secondsOf(text)).toBeCloseTo(seconds, 1)
})

it.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [247, '4:07'],
  [3_847, '1:04:07'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatTime(seconds)).toBe(text)
})
