import { expect, it } from 'vitest'
import { planInHand } from './in-hand.ts'

const speeds: Record<string, { runMs: number; loadMs: number; warmKey: string }> = {
  a: { runMs: 2_000, loadMs: 5_000, warmKey: 'A' },
  b: { runMs: 3_000, loadMs: 7_000, warmKey: 'B' },
}
const facts = {
  nowMs: 10_000,
  warm: { warmKey: 'A', warmSinceMs: 1 },
  foreign: 0,
  speed: (queue: string) => speeds[queue],
}

it('one after the other, each with its models loaded when they are not', () => {
  const jobs = [
    { id: '1', queue: 'a', startedAtMs: 9_000 },
    { id: '2', queue: 'b', startedAtMs: null },
  ]
  const { inHand, freeAtMs, warm } = planInHand(jobs, facts)
  expect(inHand.map(({ endsAtMs, isExecuting }) => [endsAtMs, isExecuting])).toEqual([
    [11_000, true],
    [21_000, false],
  ])
  expect(freeAtMs).toBe(21_000)
  expect(warm).toEqual({ warmKey: 'B', warmSinceMs: 11_000 })
})

it('what is late is believed to be late by as much again', () => {
  const [long, short] = [2_000, 7_990].map((startedAtMs) => {
    return planInHand([{ id: '1', queue: 'a', startedAtMs }], facts).freeAtMs
  })
  expect([long, short]).toEqual([16_000, 10_200])
})

it('with nothing it is free now, and prompts of others take a while', () => {
  expect(planInHand([], facts)).toEqual({ inHand: [], freeAtMs: 10_000, warm: facts.warm })
  expect(planInHand([], { ...facts, foreign: 2 }).freeAtMs).toBe(40_000)
})
