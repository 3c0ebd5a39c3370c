import { expect, it } from 'vitest'
import type { BatchRow } from '#lib/jobs/batch-model.ts'
import { describeBatch, haltOf } from './describe-batch.ts'

const batch: BatchRow = {
  ...{ id: 'a', projectId: 'b', total: 40, done: 10, failed: 0, cancelled: 0, running: 2, waiting: 28 },
  ...{ secondsLeft: 300, isPaused: false, isStopped: false, createdAt: '2030-01-02T03:04:05.678Z' },
}

it.each<[string, Partial<BatchRow>, ReturnType<typeof describeBatch>]>([
  ['goes on', {}, { title: '10 of 40 made', detail: 'about 5 minutes left', percent: 25 }],
  [
    'goes on with a failure',
    { failed: 1, waiting: 27, secondsLeft: null },
    { title: '10 of 40 made', detail: '1 failed', percent: 27 },
  ],
  [
    'goes on without those that were called off',
    { cancelled: 2, waiting: 26 },
    { title: '10 of 40 made', detail: 'about 5 minutes left · 2 cancelled', percent: 30 },
  ],
  [
    'is paused',
    { isPaused: true, running: 1, waiting: 29 },
    { title: '10 of 40 made', detail: 'Paused · what is being drawn is finished', percent: 25 },
  ],
  [
    'has ended',
    { done: 38, failed: 2, running: 0, waiting: 0 },
    { title: '38 pictures made', detail: '2 failed', percent: 100 },
  ],
  [
    'was stopped',
    { done: 1, cancelled: 39, running: 0, waiting: 0, isStopped: true },
    { title: 'Stopped: 1 picture made', detail: '39 not made', percent: 100 },
  ],
])('one that %s', (_, change, words) => {
  expect(describeBatch({ ...batch, ...change })).toEqual(words)
})

it('one that cannot go on says why, and no time', () => {
  expect(describeBatch({ ...batch, failed: 1 }, 'The queue is paused').detail).toBe('The queue is paused · 1 failed')
})

it.each<[('working' | 'idle' | 'paused' | 'away')[], boolean, string | undefined]>([
  [['idle'], true, 'The queue is paused'],
  [['paused', 'away'], false, 'Every GPU is paused or away'],
  [['paused', 'working'], false, undefined],
  [[], false, undefined],
])('with GPUs that are %j, paused as a whole: %j', (states, isPaused, halt) => {
  expect(haltOf({ items: states.map((state) => ({ state })), isPaused })).toBe(halt)
})
