import { writeRoute } from '#app/_server/write-route.ts'
import { cancelJob } from '#lib/jobs/cancel-job.ts'
import { jobInput } from '#lib/jobs/model.ts'

export const POST = writeRoute(jobInput, cancelJob)
