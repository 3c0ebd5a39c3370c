import 'server-only'
import { httpStatus } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { reportError } from './report.ts'

export function json(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}

/** What a program is told of a failure, with an id that is in the log as well. */
export function errorAnswer(error: unknown, beside: Record<string, unknown> = {}): Response {
  const body = reportError(error, newId())
  return json(httpStatus(body.code), { ...beside, error: body })
}
