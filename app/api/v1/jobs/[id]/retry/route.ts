import { answerRequested } from '#app/_server/answer-requested.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { jobInput } from '#lib/jobs/model.ts'
import { retryJob } from '#lib/jobs/request-take.ts'

export const POST = writeRoute(jobInput, async (ctx, input) => answerRequested(await retryJob(ctx, input)))
