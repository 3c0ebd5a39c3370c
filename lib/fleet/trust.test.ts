import { describe, expect, it } from 'vitest'
import {
  afterPardon,
  afterRefusal,
  afterRestart,
  isSetAside,
  mayBeGiven,
  type Trust,
  trusted,
  usualWaits,
} from './trust.ts'

const no = { reason: 'No.', nowMs: 0, waits: usualWaits }
const refusedTimes = (count: number): Trust =>
  Array.from({ length: count }).reduce<Trust>((trust) => afterRefusal(trust, no), trusted)
const idle = { isAtWork: false }

describe('a GPU that refuses work', () => {
  it('is set aside after two jobs in a row, not after one', () => {
    expect([0, 1, 2, 3].map((count) => isSetAside(refusedTimes(count)))).toEqual([false, false, true, true])
    expect(refusedTimes(2).reason).toBe('No.')
  })

  it('is taken back when the jobs turn out to be to blame', () => {
    expect(isSetAside(afterPardon(refusedTimes(2)))).toBe(false)
    expect(afterPardon(afterPardon(refusedTimes(2)))).toEqual(trusted)
    expect(isSetAside(afterPardon(refusedTimes(3)))).toBe(true)
  })

  it('is tried again ever more seldom, five minutes apart at most', () => {
    const waits = [2, 3, 4, 5, 6, 7, 8, 9, 40].map((count) => refusedTimes(count).tryAtMs / 1_000)
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300])
  })

  it('is tried at once when it has been started anew, and set aside until then', () => {
    const anew = afterRestart(refusedTimes(9))
    expect(isSetAside(anew)).toBe(true)
    expect(mayBeGiven(anew, { nowMs: 0, ...idle })).toBe(true)
    expect(afterRefusal(anew, no).tryAtMs).toBe(300_000)
  })

  it('is given a single job when its time has come, and nothing beside it', () => {
    const aside = refusedTimes(2)
    expect(mayBeGiven(aside, { nowMs: 4_999, ...idle })).toBe(false)
    expect(mayBeGiven(aside, { nowMs: 5_000, ...idle })).toBe(true)
    expect(mayBeGiven(aside, { nowMs: 5_000, isAtWork: true })).toBe(false)
    expect(mayBeGiven(refusedTimes(1), { nowMs: 0, isAtWork: true })).toBe(true)
  })
})
