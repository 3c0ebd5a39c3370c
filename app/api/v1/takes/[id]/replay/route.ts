import { json } from '#app/_server/answers.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { replayTake } from '#lib/jobs/request-take.ts'
import { takeInput } from '#lib/takes/model.ts'

/** Runs the very graph of the take again; what comes of it is a new take beside it. */
export const POST = writeRoute(takeInput, async (ctx, input) => {
  const { job, isNew } = await replayTake(ctx, input)
  const answer = { jobId: job.id, seed: job.seed }
  if (isNew) return json(202, { ...answer, message: 'The take is being made again.' })
  const error = {
    code: 'CONFLICT',
    message: 'Something is being made for this sentence already.',
    suggestion: 'Wait for it, or cancel it first.',
    retryable: true,
  }
  return json(409, { ...answer, error })
})
