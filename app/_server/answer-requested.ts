import 'server-only'
import type { Requested } from '#lib/jobs/insert-job.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { errorAnswer, json } from './answers.ts'

/** 202 with the job that makes what was asked for; 409 with the one that makes it already. */
export function answerRequested({ job, isNew }: Requested): Response {
  if (isNew)
    return json(202, {
      jobId: job.id,
      message: job.count > 1 ? 'They are being made.' : 'It is being made.',
      seed: job.seed,
    })
  const error = new AppError({
    code: 'CONFLICT',
    message: 'One is being made for this sentence already.',
    suggestion: 'Wait for it, or cancel it first.',
    details: { jobId: job.id },
  })
  return errorAnswer(error, { jobId: job.id, seed: job.seed })
}
