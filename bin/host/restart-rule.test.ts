import { describe, expect, it } from 'vitest'
import { longestDelayMs, soundAfterMs, stepAfterExit } from './restart-rule.ts'

describe('stepAfterExit', () => {
  it.each([
    { crashes: 0, livedMs: 100, expected: { kind: 'restart', delayMs: 250, crashes: 1 } },
    { crashes: 1, livedMs: 100, expected: { kind: 'restart', delayMs: 500, crashes: 2 } },
    { crashes: 2, livedMs: 100, expected: { kind: 'give-up' } },
    { crashes: 2, livedMs: soundAfterMs - 1, expected: { kind: 'give-up' } },
    { crashes: 2, livedMs: soundAfterMs, expected: { kind: 'restart', delayMs: 250, crashes: 0 } },
    { crashes: 0, livedMs: 3_600_000, expected: { kind: 'restart', delayMs: 250, crashes: 0 } },
  ])('after $crashes quick crashes and a life of $livedMs ms', ({ crashes, livedMs, expected }) => {
    expect(stepAfterExit({ crashes, livedMs })).toEqual(expected)
  })

  it('never gives up on a process that lacks its database', () => {
    const expected = { kind: 'restart', delayMs: longestDelayMs, crashes: 0 }
    expect(stepAfterExit({ crashes: 2, livedMs: 100, isDatabaseAway: true })).toEqual(expected)
  })
})
