import { describe, expect, it } from 'vitest'
import { type GpuState, reasonOfGpu, stateOfGpu } from './gpu-model.ts'

type Facts = Parameters<typeof stateOfGpu>[0]

const well: Facts = {
  ...{ mode: 'active', health: 'well', heldBy: 'a worker', foreign: 0, reason: null, checkedAtMs: 1 },
  ...{ isBusy: false, isHolderSilent: false },
}

describe('stateOfGpu', () => {
  it.each<[Partial<Facts>, GpuState]>([
    [{}, 'idle'],
    [{ isBusy: true }, 'working'],
    [{ mode: 'paused' }, 'paused'],
    [{ mode: 'paused', isBusy: true }, 'paused'],
    [{ mode: 'draining' }, 'paused'],
    [{ mode: 'draining', isBusy: true }, 'draining'],
    [{ health: 'slow' }, 'slow'],
    [{ health: 'away' }, 'away'],
    [{ health: 'aside', reason: 'It refuses work: no.' }, 'set aside'],
    [{ health: 'unknown' }, 'away'],
    // It has to be mended before it matters that it is paused.
    [{ health: 'away', mode: 'paused' }, 'away'],
    [{ heldBy: null }, 'not held'],
    [{ heldBy: null, mode: 'paused' }, 'paused'],
    // What it was like when somebody last looked is not known to be so any more.
    [{ isHolderSilent: true, isBusy: true }, 'not held'],
    [{ isHolderSilent: true, health: 'away' }, 'not held'],
  ])('%j is %s', (change, state) => {
    expect(stateOfGpu({ ...well, ...change })).toBe(state)
  })
})

describe('reasonOfGpu', () => {
  it.each<[Partial<Facts>, string | null]>([
    [{}, null],
    [{ isBusy: true }, null],
    [{ foreign: 2 }, '2 prompts of another program on it.'],
    [{ health: 'away', reason: 'It did not answer within 2 seconds.' }, 'It did not answer within 2 seconds.'],
    [{ health: 'aside', reason: 'It refuses work: no.' }, 'It refuses work: no.'],
    [
      { isHolderSilent: true, heldBy: 'attic 12' },
      'Its worker (attic 12) does not answer. Another takes over within a minute, if one runs.',
    ],
    [{ health: 'unknown' }, 'It has not answered yet.'],
    [{ mode: 'paused' }, 'It takes nothing until it is resumed.'],
    [{ mode: 'paused', isBusy: true }, 'It finishes what it draws and takes nothing new.'],
    [{ mode: 'draining', isBusy: true }, 'It finishes what it draws, and is then paused.'],
  ])('%j: %s', (change, reason) => {
    expect(reasonOfGpu({ ...well, ...change })).toBe(reason)
  })

  it('says what helps when nobody drives it', () => {
    expect(reasonOfGpu({ ...well, heldBy: null })).toContain('npm start')
  })
})
