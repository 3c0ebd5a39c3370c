import { z } from 'zod'
import type { Quality, RecipeKind } from '#lib/recipe/recipe.ts'
import { seedText } from '#lib/recipe/seed.ts'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import { idField } from '#lib/runtime/fields.ts'
import { limitField } from '#lib/runtime/paging.ts'

export const jobStates = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]
export type JobKind = RecipeKind

/** What can happen to a job. Everything else that changes about it is detail. */
export type JobEvent = 'claim' | 'requeue' | 'complete' | 'fail' | 'cancel'

/** The whole life of a job. An event that is not listed comes too late, and changes nothing. */
const nextState: Record<JobState, Partial<Record<JobEvent, JobState>>> = {
  queued: { claim: 'processing', fail: 'failed', cancel: 'cancelled' },
  // A claim of what is being processed is a takeover: the worker before is gone.
  processing: { claim: 'processing', requeue: 'queued', complete: 'completed', fail: 'failed', cancel: 'cancelled' },
  completed: {},
  failed: {},
  cancelled: {},
}

export function stateAfter(state: JobState, event: JobEvent): JobState | undefined {
  return nextState[state][event]
}

export function isActive(state: JobState): boolean {
  return stateAfter(state, 'cancel') !== undefined
}

/** How often a job is handed to a GPU, over all workers: one that kills its worker has killed three by then. */
export const maxAttempts = 3
/** The wait before the second try, doubled before the third. */
const firstRetryMs = 2_000

/** How long a job rests before its next try; `chance` from 0 to 1 spreads those that failed together. */
export function retryDelayMs(attempts: number, chance: number): number {
  return Math.round(firstRetryMs * 2 ** Math.max(0, attempts - 1) * (0.8 + 0.4 * chance))
}

/** What a browser or program gets of a job. */
export type JobRow = {
  id: string
  projectId: string
  sentenceId: string | null
  kind: JobKind
  quality: Quality
  /** How many pictures it makes in one go. */
  count: number
  state: JobState
  seed: string
  workflow: string
  attempts: number
  /** The GPU it is on, or was on. */
  node: string | null
  error: ErrorBody | null
  isCancelling: boolean
  version: number
  takeIds: string[]
  createdAt: string
  startedAt: string | null
  endedAt: string | null
}

/** More in one go are many seconds without a picture, and more than a person compares. */
const mostInOneGo = 8

const inOneGo = {
  quality: z.enum(['draft', 'final'], { error: 'The quality is draft or final.' }).default('final'),
  count: z
    .int({ error: `The count is a whole number from 1 to ${mostInOneGo}.` })
    .min(1, 'The count is 1 or more.')
    .max(mostInOneGo, `At most ${mostInOneGo} are made in one go.`)
    .default(1),
}

/** Which seed, and which of the pictures that it draws in one go; or those of the draft whose final it is to be. */
const seeded = {
  seed: seedText.nullish(),
  pictureIndex: z
    .int({ error: `The pictureIndex is a whole number from 0 to ${mostInOneGo - 1}.` })
    .min(0, 'The pictureIndex is 0 or more.')
    .max(mostInOneGo - 1, `The pictureIndex is at most ${mostInOneGo - 1}.`)
    .optional(),
  from: z.literal('draft', { error: 'Say draft, or leave it out.' }).optional(),
}
const asked = { ...seeded, ...inOneGo }

type Asked = z.output<z.ZodObject<typeof asked>>

function refuseOdd({ quality, count, pictureIndex, from }: Asked, { addIssue }: z.core.$RefinementCtx<Asked>): void {
  const refuse = (field: keyof Asked, message: string) => addIssue({ code: 'custom', path: [field], message })
  // A final is drawn with all a GPU has.
  if (quality === 'final' && count > 1) {
    refuse('count', 'Only drafts are made several at once: a final is one picture.')
  }
  if (pictureIndex !== undefined && count > 1) refuse('pictureIndex', 'One certain picture of a seed is made alone.')
  if (from && quality === 'draft') refuse('from', 'Only a final is made from a draft.')
}

export const requestTakeInput = z
  .object({
    sentenceId: idField,
    kind: z.enum(['image', 'image_to_image', 'upscale', 'video']).default('image'),
    lane: z.enum(['urgent', 'batch', 'idle']).default('urgent'),
    ...asked,
  })
  .superRefine(refuseOdd)
export const regenerateInput = z.object({ id: idField, ...asked }).superRefine(refuseOdd)
/** The same, as a page asks for it. */
export const makePictureInput = z.object({ sentenceId: idField, ...asked }).superRefine(refuseOdd)
export const jobInput = z.object({ id: idField })
export const listJobsInput = z.object({
  projectId: idField.optional(),
  sentenceId: idField.optional(),
  status: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(jobStates, { error: `A status is one of ${jobStates.join(', ')}.` })))
    .optional(),
  limit: limitField({ most: 200, usual: 50 }),
  cursor: idField.optional(),
})
