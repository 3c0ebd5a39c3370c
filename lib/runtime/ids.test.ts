import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId } from './ids.ts'

/** The times a version 7 UUID has room for: 48 bits of milliseconds. */
const timeMs = fc.integer({ min: 0, max: 2 ** 48 - 1 })

it('is a version 7 UUID that holds its time', () => {
  fc.assert(
    fc.property(timeMs, (nowMs) => {
      const id = newId(nowMs)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs)
    }),
  )
})

it('sorts as its time does', () => {
  fc.assert(
    fc.property(timeMs, timeMs, (a, b) => {
      fc.pre(a !== b)
      expect(newId(a) < newId(b)).toBe(a < b)
    }),
  )
})

it('is another one each time, also within one millisecond', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newId(0))).size).toBe(10_000)
})
