import { AppError, type ErrorBody } from '#lib/runtime/errors.ts'
import { mostScriptBytes } from '#lib/storyboard/script/script-model.ts'
import type { Reading } from '#lib/storyboard/script-input.ts'
import type { ScriptPreview } from '#lib/storyboard/script-preview.ts'

export type ScriptInput = { kind: 'text'; text: string } | { kind: 'file'; file: Blob; name: string }

/** Reads a script on the server, which writes nothing. */
export async function readPreview(
  projectId: string | null,
  input: ScriptInput,
  reading: Omit<Reading, 'name'>,
): Promise<ScriptPreview> {
  const path = projectId ? `/api/v1/projects/${projectId}/script/preview` : '/api/v1/script/preview'
  if (input.kind === 'text') return await post(path, JSON.stringify({ text: input.text, ...reading }))
  if (input.file.size > mostScriptBytes) throw tooLarge()
  const { columns, format, language, splitBy } = reading
  const asked = new URLSearchParams({ name: input.name.slice(-255) })
  for (const [name, value] of Object.entries({ format, language, splitBy })) if (value) asked.set(name, value)
  if (columns) asked.set('columns', JSON.stringify(columns))
  return await post(`${path}?${asked}`, input.file)
}

/** Sends what may be too large for a server action. */
export async function post<T>(path: string, body: string | Blob): Promise<T> {
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
  const response = await fetch(path, { method: 'POST', body, headers: { 'Content-Type': type } }).catch(unreachable)
  const answer: unknown = await response.json().catch(unreachable)
  // Safe: both shapes are made by our own server, from the same types.
  if (response.ok) return answer as T
  throw new AppError((answer as { error: ErrorBody }).error)
}

function unreachable(cause: unknown): never {
  throw new AppError({
    code: 'UNAVAILABLE',
    message: 'The server does not answer.',
    suggestion: 'Check the connection and try again. What you see here is kept.',
    retryable: true,
    cause,
  })
}

function tooLarge(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: 'The file is larger than 20 MB.',
    suggestion: 'A script is rarely larger than one. Save it without pictures, or import it in parts.',
  })
}
