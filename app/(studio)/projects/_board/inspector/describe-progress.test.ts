import { expect, test } from 'vitest'
import type { Progress } from '#app/_live/progress-store.ts'
import type { ActiveJob } from './active-job.ts'
import { describeProgress, type ProgressWords } from './describe-progress.ts'

const job: ActiveJob = {
  ...{ id: '1', state: 'processing', isCancelling: false },
  ...{ lastError: undefined, drafts: 0, waitingSince: undefined },
}
const progress: Progress = { value: 3, max: 20, percent: 14.6, node: 'KSampler', secondsLeft: 4 }

test.each<[string, Partial<Parameters<typeof describeProgress>[0]>, ProgressWords]>([
  ['in the middle', { progress }, { title: '14 % · Step 3 of 20', detail: 'KSampler · 4 s left', percent: 14.6 }],
  [
    'on a GPU that says nothing, as after a takeover',
    {},
    { title: 'Working', detail: 'The GPU has not said how far it is.', percent: undefined },
  ],
  [
    'in the queue',
    { job: { ...job, state: 'queued' } },
    { title: 'In the queue', detail: 'It begins by itself.', percent: undefined },
  ],
  [
    'in the queue for long',
    { job: { ...job, state: 'queued' }, isWaitingLong: true },
    { title: 'Waiting for a GPU', detail: 'It begins by itself.', percent: undefined },
  ],
  [
    'whose place is known',
    { job: { ...job, state: 'queued' }, isWaitingLong: true, waiting: { place: 1_204, startsInMs: 600_000 } },
    { title: 'Place 1,204 in the queue', detail: 'It begins in 10 min.', percent: undefined },
  ],
  [
    'that nobody can say the beginning of',
    { job: { ...job, state: 'queued' }, waiting: { place: 2, startsInMs: null } },
    { title: 'Place 2 in the queue', detail: 'Nobody can say when it begins.', percent: undefined },
  ],
  [
    'about to be tried again',
    { job: { ...job, state: 'queued', lastError: 'The GPU did not answer.' } },
    { title: 'In the queue', detail: 'Trying again: The GPU did not answer.', percent: undefined },
  ],
  [
    'that its GPU has, and has not begun',
    { job: { ...job, state: 'prepared' } },
    { title: 'Up next', detail: 'It begins as soon as its GPU is free.', percent: undefined },
  ],
  [
    'that has begun, which its row does not say yet',
    { job: { ...job, state: 'prepared' }, progress },
    { title: '14 % · Step 3 of 20', detail: 'KSampler · 4 s left', percent: 14.6 },
  ],
  [
    'of which nothing was heard for longer than a step takes',
    { progress, silentSeconds: 6 },
    { title: '14 % · Step 3 of 20', detail: 'KSampler · No news for 6 s', percent: 14.6 },
  ],
  [
    'being stopped',
    { job: { ...job, isCancelling: true }, progress },
    { title: 'Cancelling', detail: 'The old picture stays.', percent: 14.6 },
  ],
  [
    'that has ended, in whatever way',
    { job: { ...job, state: 'ending' }, progress },
    { title: 'Finishing', detail: 'One moment.', percent: 14.6 },
  ],
])('a job %s', (_, told, words) => {
  expect(describeProgress({ job, progress: undefined, isWaitingLong: false, ...told })).toEqual(words)
})
