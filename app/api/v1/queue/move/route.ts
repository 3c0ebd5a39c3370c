import { writeRoute } from '#app/_server/write-route.ts'
import { moveJob } from '#lib/jobs/move-job.ts'
import { moveJobInput } from '#lib/jobs/queue-model.ts'

export const POST = writeRoute(moveJobInput, moveJob)
