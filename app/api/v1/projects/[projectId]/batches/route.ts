import { readRoute } from '#app/_server/route.ts'
import { listBatchesInput } from '#lib/jobs/batch-model.ts'
import { listBatches } from '#lib/jobs/batches.ts'

export const GET = readRoute(listBatchesInput, listBatches)
