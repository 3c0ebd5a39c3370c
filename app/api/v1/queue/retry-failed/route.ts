import { writeRoute } from '#app/_server/write-route.ts'
import { retryFailedInput } from '#lib/jobs/queue-model.ts'
import { retryFailed } from '#lib/jobs/retry-failed.ts'

export const POST = writeRoute(retryFailedInput, retryFailed, { status: 202 })
