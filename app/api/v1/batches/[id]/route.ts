import { readRoute } from '#app/_server/route.ts'
import { batchInput } from '#lib/jobs/batch-model.ts'
import { readBatch } from '#lib/jobs/batches.ts'

export const GET = readRoute(batchInput, readBatch)
