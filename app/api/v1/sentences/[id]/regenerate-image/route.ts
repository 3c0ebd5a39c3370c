import { json } from '#app/_server/answers.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { regenerateInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'

export const POST = writeRoute(regenerateInput, async (ctx, { id, seed }) => {
  const input = { sentenceId: id, kind: 'image', quality: 'final', seed } as const
  const { job, isNew } = await requestTake(ctx, input)
  const answer = { jobId: job.id, seed: job.seed }
  if (isNew) return json(202, { ...answer, message: 'The picture is being made.' })
  const error = {
    code: 'CONFLICT',
    message: 'A picture of this sentence is being made already.',
    suggestion: 'Wait for it, or cancel it first.',
    retryable: true,
  }
  return json(409, { ...answer, error })
})
