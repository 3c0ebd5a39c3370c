'use server'

import { action } from '#app/_server/action.ts'
import { batchInput } from '#lib/jobs/batch-model.ts'
import * as batches from '#lib/jobs/batches.ts'

export const pauseBatch = action(batchInput, batches.pauseBatch)
export const resumeBatch = action(batchInput, batches.resumeBatch)
export const stopBatch = action(batchInput, batches.stopBatch)
