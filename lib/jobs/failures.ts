import { AppError, toErrorBody } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Log } from '#lib/runtime/log.ts'
import { toPlainJson } from '#lib/runtime/plain-json.ts'
import type { Prisma } from '#prisma/client/client.ts'

/** An error as a job keeps it: what a person is told. */
export function toStored(error: AppError): Prisma.InputJsonValue {
  return toPlainJson(toErrorBody(error)) ?? {}
}

/** What nobody foresaw is logged whole, and told with an id by which it is found there. */
export function unexpected(log: Log, { jobId, cause }: { jobId: string; cause: unknown }): AppError {
  const id = newId()
  log.error({ err: cause, jobId, id }, 'A job failed in a way nobody foresaw')
  return new AppError({
    code: 'INTERNAL',
    message: 'Something went wrong while this was made.',
    suggestion: 'Try again. If it happens again, tell whoever runs this instance the id.',
    details: { id },
    cause,
  })
}
