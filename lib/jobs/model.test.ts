import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isActive, type JobEvent, type JobState, jobStates, retryDelayMs, stateAfter } from './model.ts'

const events: JobEvent[] = ['claim', 'requeue', 'complete', 'fail', 'cancel']

it.each<[JobState, Partial<Record<JobEvent, JobState>>]>([
  ['queued', { claim: 'processing', fail: 'failed', cancel: 'cancelled' }],
  [
    'processing',
    { claim: 'processing', requeue: 'queued', complete: 'completed', fail: 'failed', cancel: 'cancelled' },
  ],
  ['completed', {}],
  ['failed', {}],
  ['cancelled', {}],
])('a job that is %s', (state, next) => {
  expect(Object.fromEntries(events.map((event) => [event, stateAfter(state, event)]))).toEqual({
    ...Object.fromEntries(events.map((event) => [event, undefined])),
    ...next,
  })
})

it('what has ended stays as it ended, whatever comes late', () => {
  fc.assert(
    fc.property(fc.constantFrom(...jobStates), fc.array(fc.constantFrom(...events)), (start, list) => {
      let state = start
      for (const event of list) {
        const next = stateAfter(state, event)
        if (!isActive(state)) expect(next).toBeUndefined()
        state = next ?? state
      }
    }),
  )
})

it('rests about 2 seconds before the second try and 4 before the third', () => {
  expect([retryDelayMs(1, 0.5), retryDelayMs(2, 0.5)]).toEqual([2_000, 4_000])
  expect([retryDelayMs(1, 0), retryDelayMs(1, 1)]).toEqual([1_600, 2_400])
})
