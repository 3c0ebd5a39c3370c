import { AppError, type ErrorBody, isAppError, toErrorBody } from '#lib/runtime/errors.ts'

/** Reads a route of ours. A failure is thrown as the error the server named, or as being offline. */
export async function readApi<T>(path: string): Promise<T> {
  const ifOffline = 'Check the connection. This page tries again by itself.'
  return await callApi<T>(path, { headers: { Accept: 'application/json' }, ifOffline })
}

/** For what takes a while or is large: server actions of one page wait for each other, and a saved prompt should not wait for it. */
export async function askApi<T>(path: string, body: object): Promise<T> {
  const isFile = body instanceof Blob
  const type = isFile ? 'application/octet-stream' : 'application/json'
  const headers = { Accept: 'application/json', 'Content-Type': type }
  const init = { method: 'POST', headers, body: isFile ? body : JSON.stringify(body) }
  return await callApi<T>(path, {
    ...init,
    ifOffline: 'Check the connection and try again. What you see here is kept.',
  })
}

type Call = RequestInit & { ifOffline: string }

async function callApi<T>(path: string, { ifOffline, ...init }: Call): Promise<T> {
  const offline = (cause: unknown): never => {
    const message = 'The server does not answer.'
    throw new AppError({ code: 'UNAVAILABLE', message, suggestion: ifOffline, retryable: true, cause })
  }
  const response = await fetch(path, init).catch(offline)
  const body: unknown = await response.json().catch(offline)
  // Safe: both shapes are made by the routes of our own server, from the same types.
  if (response.ok) return body as T
  throw new AppError((body as { error: ErrorBody }).error)
}

/** What a call came to that failed, for a person. */
export function toError(cause: unknown): ErrorBody {
  if (isAppError(cause)) return toErrorBody(cause)
  return { code: 'INTERNAL', message: 'That did not work.', suggestion: 'Try again.', retryable: true }
}
