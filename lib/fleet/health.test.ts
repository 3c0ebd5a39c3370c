import { describe, expect, it } from 'vitest'
import { type Health, judge, type Look, nextLookMs, unknownHealth } from './health.ts'

const answer = (latencyMs = 5): Look => ({ kind: 'answer', latencyMs })
const refusal: Look = { kind: 'refusal' }
const silence: Look = { kind: 'silence', silentMs: 10_000 }

function healthAfter(looks: Look[], isAtWork = false): Health {
  return looks.reduce((health, look) => judge(health, look, { isAtWork }), unknownHealth)
}

describe('a GPU', () => {
  it.each<[string, Look[], Health['state']]>([
    ['is unknown before it was asked', [], 'unknown'],
    ['is well when it answers', [answer()], 'well'],
    ['is well after one miss', [answer(), refusal], 'well'],
    ['is away after two', [answer(), refusal, silence], 'away'],
    ['is not away when an answer came between', [answer(), refusal, answer(), refusal], 'well'],
    ['is back with one answer', [refusal, refusal, refusal, answer()], 'well'],
    ['is well after two slow answers', [answer(2_500), answer(2_500)], 'well'],
    ['is slow after three', [answer(2_500), answer(9_000), answer(2_001)], 'slow'],
    ['stays slow while it is', [answer(2_500), answer(2_500), answer(2_500), answer(2_500)], 'slow'],
    ['is well again with one good answer', [answer(2_500), answer(2_500), answer(2_500), answer(2_000)], 'well'],
    ['that was never seen is away after two misses', [refusal, refusal], 'away'],
  ])('%s', (_, looks, state) => {
    expect(healthAfter(looks).state).toBe(state)
  })

  it('at work may be silent and slow, but not gone', () => {
    expect(healthAfter([answer(), silence, silence, silence], true)).toMatchObject({ state: 'well', misses: 0 })
    expect(healthAfter([answer(), answer(3_000), answer(3_000), answer(3_000)], true)).toMatchObject({ state: 'well' })
    expect(healthAfter([answer(), refusal, refusal], true)).toMatchObject({ state: 'away' })
  })

  it('at work is not counted on any more when it has been silent for long, until it answers', () => {
    const stuck: Look = { kind: 'silence', silentMs: 20_000 }
    expect(healthAfter([answer(), silence, stuck], true)).toMatchObject({ state: 'away' })
    expect(healthAfter([answer(), silence, stuck, answer()], true)).toMatchObject({ state: 'well', misses: 0 })
  })
})

it('is looked at every ten seconds while it is well, soon after a miss, and ever more seldom then', () => {
  expect(nextLookMs(healthAfter([answer()]))).toBe(10_000)
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((count) =>
    nextLookMs(healthAfter(Array.from({ length: count }, () => refusal))),
  )
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000])
})
