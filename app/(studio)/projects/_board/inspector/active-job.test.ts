import { expect, test } from 'vitest'
import type { JobRow } from '#lib/jobs/model.ts'
import type { LatestJob } from '../latest-jobs.ts'
import { findActiveJob } from './active-job.ts'

const createdAt = '2026-11-20T12:00:00.000Z'
const error = { code: 'UNREACHABLE', message: 'The GPU did not answer.' }
const row: JobRow = {
  ...{
    id: '2',
    projectId: 'a-project',
    sentenceId: 'a-sentence',
    kind: 'image',
    quality: 'final',
    count: 1,
    state: 'queued',
  },
  ...{ seed: '7', workflow: 'flux-2', attempts: 0, node: null, error: null, isCancelling: false, version: 1 },
  ...{ takeIds: [], createdAt, startedAt: null, endedAt: null },
}
const latest: LatestJob = { id: '2', kind: 'image', state: 'queued', error: null, version: 1 }
const active = { id: '2', isCancelling: false, lastError: undefined, drafts: 0, waitingSince: undefined }

test.each<[string, Parameters<typeof findActiveJob>, ReturnType<typeof findActiveJob>]>([
  ['nothing goes on', [{ activeJobId: null }, { latest: { ...latest, state: 'failed' }, rows: [] }], undefined],
  [
    'it waits',
    [{ activeJobId: '2' }, { latest, rows: [row] }],
    { ...active, state: 'queued', waitingSince: createdAt },
  ],
  [
    'drafts wait',
    [{ activeJobId: '2' }, { latest, rows: [{ ...row, quality: 'draft', count: 4 }] }],
    { ...active, state: 'queued', drafts: 4, waitingSince: createdAt },
  ],
  ['the sentence does not know it yet', [{ activeJobId: null }, { latest, rows: [] }], { ...active, state: 'queued' }],
  [
    'only the sentence knows it',
    [{ activeJobId: '2' }, { latest: undefined, rows: [] }],
    { ...active, state: 'queued' },
  ],
  [
    'it waits after a try that failed',
    [{ activeJobId: '2' }, { latest: { ...latest, error }, rows: [{ ...row, attempts: 1 }] }],
    { ...active, state: 'queued', lastError: 'The GPU did not answer.' },
  ],
  [
    'it is on a GPU',
    [{ activeJobId: '2' }, { latest: { ...latest, state: 'processing' }, rows: [{ ...row, isCancelling: true }] }],
    { ...active, state: 'processing', isCancelling: true },
  ],
  [
    'its GPU has it and draws another one',
    [{ activeJobId: '2' }, { latest: { ...latest, state: 'processing' }, rows: [{ ...row, state: 'processing' }] }],
    { ...active, state: 'prepared' },
  ],
  [
    'its GPU draws it',
    [
      { activeJobId: '2' },
      { latest: { ...latest, state: 'processing' }, rows: [{ ...row, state: 'processing', startedAt: createdAt }] },
    ],
    { ...active, state: 'processing' },
  ],
  [
    'it is made, and the sentence does not show it yet',
    [{ activeJobId: '2' }, { latest: { ...latest, state: 'completed' }, rows: [row] }],
    { ...active, state: 'ending' },
  ],
])('when %s', (_, input, expected) => {
  expect(findActiveJob(...input)).toEqual(expected)
})
