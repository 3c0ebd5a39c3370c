import { AppError, type ErrorBody } from '#lib/runtime/errors.ts'

/** Reads a route of ours. A failure is thrown as the error the server named, or as being offline. */
export async function readApi<T>(path: string): Promise<T> {
  return await callApi<T>(path, { headers: { Accept: 'application/json' } })
}

/** For what takes a while: server actions of one page wait for each other, and a saved prompt should not wait for it. */
export async function askApi<T>(path: string, body: object): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' }
  return await callApi<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function callApi<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch((cause: unknown) => {
    throw offline(cause)
  })
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw offline(cause)
  })
  // Safe: both shapes are made by the routes of our own server, from the same types.
  if (response.ok) return body as T
  throw new AppError((body as { error: ErrorBody }).error)
}

function offline(cause: unknown): AppError {
  return new AppError({
    code: 'UNAVAILABLE',
    message: 'The server does not answer.',
    suggestion: 'Check the connection. This page tries again by itself.',
    retryable: true,
    cause,
  })
}
