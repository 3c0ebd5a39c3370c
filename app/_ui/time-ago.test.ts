import { expect, it } from 'vitest'
import { describeAge, describeDaysLeft } from './time-ago.tsx'

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]

it.each([
  [-5 * minute, 'just now'],
  [0, 'just now'],
  [59 * second, 'just now'],
  [minute, '1 min ago'],
  [59 * minute + 59 * second, '59 min ago'],
  [hour, '1 hour ago'],
  [2 * hour - 1, '1 hour ago'],
  [23 * hour, '23 hours ago'],
  [day, 'yesterday'],
  [2 * day, '2 days ago'],
  [400 * day, '400 days ago'],
])('%i ms ago is "%s"', (ageMs, words) => {
  expect(describeAge(ageMs)).toBe(words)
})

it.each([
  [30 * day, '30 more days'],
  [29 * day + 23 * hour, '30 more days'],
  [day + hour, '1 more day'],
  [23 * hour, 'less than a day more'],
  [-day, 'less than a day more'],
])('%i ms to go are "%s"', (leftMs, words) => {
  expect(describeDaysLeft(leftMs)).toBe(words)
})
