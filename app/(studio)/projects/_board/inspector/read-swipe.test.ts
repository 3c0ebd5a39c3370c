import { expect, it } from 'vitest'
import { readSwipe } from './read-swipe.ts'

it.each<[string, { x: number; y: number }, ReturnType<typeof readSwipe>]>([
  ['to the left', { x: -120, y: 10 }, 1],
  ['to the right', { x: 120, y: -10 }, -1],
  ['a tap that trembles', { x: 9, y: 4 }, undefined],
  ['aslant', { x: 120, y: 90 }, undefined],
  ['down', { x: 0, y: 200 }, undefined],
])('%s', (_, way, expected) => {
  expect(readSwipe(way)).toBe(expected)
})
