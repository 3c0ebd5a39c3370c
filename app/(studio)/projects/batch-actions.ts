'use server'

import { action } from '#app/_server/action.ts'
import { batchInput, generateInput } from '#lib/jobs/batch-model.ts'
import * as batches from '#lib/jobs/batches.ts'
import * as generation from '#lib/jobs/generate.ts'
import { retryFailedInput } from '#lib/jobs/queue-model.ts'
import { retryFailed as retryFailedNow } from '#lib/jobs/retry-failed.ts'

export const quoteGeneration = action(generateInput, generation.quoteGeneration)
/** Of thousands of jobs nobody wants the ids here. */
export const generate = action(generateInput, async (ctx, input) => {
  const { batchId } = await generation.generate(ctx, input)
  return { batchId }
})
export const pauseBatch = action(batchInput, batches.pauseBatch)
export const resumeBatch = action(batchInput, batches.resumeBatch)
export const stopBatch = action(batchInput, batches.stopBatch)
export const retryFailed = action(retryFailedInput, retryFailedNow)
