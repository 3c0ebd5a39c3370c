import { z } from 'zod'
import { idField } from '#lib/runtime/fields.ts'
import { pageFields } from '#lib/runtime/paging.ts'
import type { JobRow } from './model.ts'

const mostIds = 10_000

export const readQueueInput = z.object(pageFields)

export const stopOthersInput = z.object({ jobId: idField })

/** Exactly one of several names says what is meant. */
function isOne(given: Record<string, unknown>): boolean {
  return Object.values(given).filter((value) => value !== undefined).length === 1
}

export const cancelManyInput = z
  .object({
    jobIds: z
      .array(idField, { error: 'jobIds are a list of jobs.' })
      .min(1, 'Which jobs?')
      .max(mostIds, `At most ${mostIds.toLocaleString('en')} at once.`)
      .optional(),
    batchId: idField.optional(),
    projectId: idField.optional(),
  })
  .refine(isOne, { error: 'Say which by one of jobIds, batchId, projectId.' })

export const retryFailedInput = z
  .object({ projectId: idField.optional(), batchId: idField.optional() })
  .refine(isOne, { error: 'Say which by one of projectId, batchId.' })

export const moveJobInput = z.object({
  jobId: idField,
  to: z.union([z.enum(['front', 'back']), z.object({ before: idField })], {
    error: 'It goes to front, to back, or { before: another job }.',
  }),
})

/** Why a job does not run yet, for whoever asked for it. */
export type Waiting = {
  /** Its number among all that the GPUs which can run it take before it, from 1. */
  place: number
  ahead: number
  /** As far as is known; null when nothing can be said. */
  startsInMs: number | null
  reason: string
}

export type QueueItem = {
  id: string
  /** Null for a job of a project that whoever asks may not see; then there are no texts either. */
  job: JobRow | null
  /** In the whole queue, from 1. */
  place: number
  startsInMs: number | null
  reason: string | null
  personName: string | null
  sentenceText: string | null
  projectName: string | null
}

export type QueuePage = {
  isPaused: boolean
  /** Who stopped it. */
  pausedBy: string | null
  waiting: number
  running: number
  /** Of paused batches. They are not in the queue, and not among the items. */
  held: number
  items: QueueItem[]
  nextCursor: string | null
}
