import type { Result } from '#app/_server/action.ts'
import { type ErrorBody, isAppError } from '#lib/runtime/errors.ts'

/** Calls a server action once. A line that is down is a failure like any other, not an exception. */
export async function tryAction<I, T>(act: (input: I) => Promise<Result<T>>, input: I): Promise<Result<T>> {
  return await act(input).catch(
    (cause: unknown) => ({ ok: false, error: isAppError(cause) ? cause : unreachable }) as const,
  )
}

const unreachable: ErrorBody = {
  code: 'UNAVAILABLE',
  message: 'The server does not answer.',
  suggestion: 'Check the connection and try again.',
  retryable: true,
}
