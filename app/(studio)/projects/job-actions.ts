'use server'

import { action } from '#app/_server/action.ts'
import { cancelJob as cancelJobNow } from '#lib/jobs/cancel-job.ts'
import { jobInput, makePictureInput } from '#lib/jobs/model.ts'
import * as requests from '#lib/jobs/request-take.ts'

/** A job that is under way already is as good an answer as a new one: the page shows it. */
export const regenerateImage = action(
  makePictureInput,
  async (ctx, input) => (await requests.requestTake(ctx, { ...input, kind: 'image', lane: 'urgent' })).job,
)
/** Runs the very graph of a take again. */
export const replayTake = action(jobInput, async (ctx, input) => (await requests.replayTake(ctx, input)).job)
export const retryJob = action(jobInput, async (ctx, input) => (await requests.retryJob(ctx, input)).job)
export const cancelJob = action(jobInput, cancelJobNow)
