import { json } from '#app/_server/answers.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { jobInput } from '#lib/jobs/model.ts'
import { retryJob } from '#lib/jobs/request-take.ts'

export const POST = writeRoute(jobInput, async (ctx, input) => json(202, (await retryJob(ctx, input)).job))
