import { writeRoute } from '#app/_server/write-route.ts'
import { batchInput } from '#lib/jobs/batch-model.ts'
import { resumeBatch } from '#lib/jobs/batches.ts'

export const POST = writeRoute(batchInput, resumeBatch)
