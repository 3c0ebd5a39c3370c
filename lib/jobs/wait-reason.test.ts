import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/runtime/errors.ts'
import { explainWait } from './wait-reason.ts'

type Facts = Parameters<typeof explainWait>[0]
type Able = Facts['able'][number]

const open: Able = {
  ...{ name: 'Desk', isOpen: true, mode: 'active', health: 'well', heldBy: 'a worker', inHand: [], foreign: 0 },
  isHolderSilent: false,
  reason: null,
}
const shut = (change: Partial<Able>): Able => ({ ...open, isOpen: false, ...change })
const job = { jobId: 'j', queue: 'q', isExecuting: true, startedAtMs: 0, endsAtMs: 1 }
const rack = { ...open, name: 'Rack' }

const explain = (change: Partial<Facts> = {}) => {
  const given: Facts = {
    ...{ isHeld: false, pausedBy: undefined, resting: undefined, nodes: [{ id: 'desk' }], isWorkerThere: true },
    ...{ able: [open], refusal: undefined, ahead: 0, ...change },
  }
  return explainWait(given)
}

describe('why a job waits', () => {
  it.each<[string, Partial<Facts>]>([
    ['Its batch is paused.', { isHeld: true, pausedBy: 'Ann', ahead: 3 }],
    ['Ann has paused the queue.', { pausedBy: 'Ann', ahead: 3 }],
    [
      'The last try failed, and the next comes in a moment. Out of memory.',
      { resting: { error: 'Out of memory.' }, ahead: 3 },
    ],
    ['The last try failed, and the next comes in a moment.', { resting: { error: null } }],
    ['3 others come first.', { ahead: 3 }],
    ['1,200 others come first.', { ahead: 1_200 }],
    ['One other comes first.', { ahead: 1 }],
    ['It starts in a moment.', {}],
    ['It starts in a moment.', { able: [{ ...open, inHand: [job] }, rack] }],
    ['It is next. Desk is at work.', { able: [{ ...open, inHand: [job] }] }],
    [
      'It is next. Desk and Rack are at work.',
      {
        able: [
          { ...open, inHand: [job] },
          { ...rack, foreign: 1 },
        ],
      },
    ],
    ['It is next. Desk is at work for another program.', { able: [{ ...open, foreign: 2 }] }],
    ['No worker runs, so nothing is made. npm start brings one.', { able: [], nodes: [], isWorkerThere: false }],
    ['No GPU is configured.', { able: [], nodes: [] }],
    ['No GPU can run it.', { able: [] }],
  ])('%s', (reason, change) => {
    expect(explain(change)).toBe(reason)
  })

  it('says what is missing where', () => {
    const refusal = new AppError({ code: 'MODEL_MISSING', message: 'No GPU has it.', suggestion: 'Put it there.' })
    expect(explain({ able: [], refusal })).toBe('No GPU has it. Put it there.')
  })

  it.each<[string, Partial<Able>]>([
    ['is paused', { mode: 'paused' }],
    ['is being drained', { mode: 'draining' }],
    ['does not answer', { health: 'away' }],
    ['answers too slowly', { health: 'slow' }],
    ['has not answered yet', { health: 'unknown' }],
    ['has no worker that drives it', { heldBy: null }],
    ['has a worker that does not answer', { isHolderSilent: true }],
    ['is set aside', { health: 'aside' }],
  ])('of a GPU that %s', (state, change) => {
    expect(explain({ able: [shut(change)], ahead: 2 })).toBe(`Desk, the only GPU that can run it, ${state}.`)
  })

  it('of one that is set aside says why', () => {
    const reason = 'It refuses work: CUDA error. It is tried again by itself.'
    expect(explain({ able: [shut({ health: 'aside', reason })] })).toBe(
      `Desk, the only GPU that can run it, is set aside. ${reason}`,
    )
    const paused = shut({ health: 'aside', reason, mode: 'paused' })
    expect(explain({ able: [paused] })).toBe('Desk, the only GPU that can run it, is paused.')
  })

  it('of several that take nothing names each', () => {
    const able = [shut({ mode: 'paused' }), shut({ name: 'Rack', health: 'away' })]
    expect(explain({ able })).toBe(
      'No GPU that can run it takes anything now: Desk is paused and Rack does not answer.',
    )
  })
})
