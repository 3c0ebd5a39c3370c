import { readRoute } from '#app/_server/route.ts'
import { readQueueInput } from '#lib/jobs/queue-model.ts'
import { readQueue } from '#lib/jobs/read-queue.ts'

/** What waits, in its order. */
export const GET = readRoute(readQueueInput, readQueue)
