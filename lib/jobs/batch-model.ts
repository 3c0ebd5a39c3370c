import { z } from 'zod'
import { idField } from '#lib/runtime/fields.ts'

/** As many as a board is built for. */
const mostAtOnce = 10_000

const scopes = ['all', 'stale', 'failed', 'selected'] as const

export const generateInput = z.object({
  projectId: idField,
  /**
   * Every sentence; those that need one of that quality, because they have none or not what would be made now; those whose last
   * try failed; or those of `ids`.
   */
  scope: z.enum(scopes, { error: `A scope is one of ${scopes.join(', ')}.` }),
  ids: z
    .array(idField, { error: 'ids are a list of sentences.' })
    .max(mostAtOnce, `At most ${mostAtOnce.toLocaleString('en')} at once.`)
    .optional(),
  quality: z.enum(['draft', 'final'], { error: 'The quality is draft or final.' }).default('final'),
})
export const generateRequest = generateInput.extend({
  /** What it would be, and nothing is made. */
  dryRun: z.boolean({ error: 'dryRun is true or false.' }).default(false),
})
export const batchInput = z.object({ id: idField })
export const listBatchesInput = z.object({ projectId: idField })

/** What making many would be. */
export type Quote = {
  count: number
  /** On these GPUs, when they do nothing else. Null while none is known that can. */
  seconds: number | null
  /** GPUs that can take part. */
  gpus: number
  /** How many of them only GPUs can make that take nothing now: they are paused, away or set aside. */
  waiting: number
  /** How many more the person who asks may have waiting now. */
  room: number
  /** Drafts that would lie beside a final, because that is still what would be made now. */
  beside: number
  /** What cannot be made, and why, in words. */
  cannot: Cannot[]
  skipped: Skipped
}

export type Cannot = { sentenceId: string; reason: string }
export type Skipped = { locked: number; noPrompt: number; underWay: number }

/** Many jobs asked for at once, and how far they are. */
export type BatchRow = {
  id: string
  projectId: string
  total: number
  done: number
  failed: number
  cancelled: number
  running: number
  waiting: number
  /** As far as is known; null when nothing can be said, or nothing is left. */
  secondsLeft: number | null
  isPaused: boolean
  isStopped: boolean
  createdAt: string
}
