import 'server-only'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError, type ErrorBody, isAppError, toErrorBody } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

/**
 * Turns what a command threw into what its caller is told. Logged once, here; what nobody foresaw shows only an id. A page
 * shows ids for that alone; a route gives every failure one.
 */
export function reportError(error: unknown, routeId?: string): ErrorBody {
  const { log } = processParts()
  if (isAppError(error)) {
    log.info({ code: error.code, details: error.details, id: routeId }, error.message)
    return toErrorBody(error, routeId)
  }
  const id = routeId ?? newId()
  if (isDatabaseAway(error)) {
    log.warn({ err: error, id }, 'The database is away')
    return toErrorBody(databaseAway, id)
  }
  log.error({ err: error, id }, 'An unexpected error')
  return toErrorBody(unexpected, id)
}

const databaseAway = new AppError({
  code: 'UNAVAILABLE',
  message: 'The database does not answer at the moment.',
  suggestion: 'Try again in a moment.',
  retryable: true,
})

const unexpected = new AppError({
  code: 'INTERNAL',
  message: 'Something went wrong on the server.',
  suggestion: 'Try again. If it happens again, tell whoever runs this instance the id.',
})
