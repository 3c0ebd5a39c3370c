import 'server-only'
import type { z } from 'zod'
import { AppError, type ErrorBody } from '#lib/runtime/errors.ts'
import { type RequestCtx, requestContext } from './context.ts'
import { reportError } from './report.ts'

export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorBody }

/** A server action is a command behind this: parse, who, command, result. It never throws at the page. */
export function action<S extends z.ZodType, T>(
  schema: S,
  command: (ctx: RequestCtx, input: z.output<S>) => Promise<T>,
) {
  return async (input: z.input<S>): Promise<Result<T>> => {
    try {
      const parsed = parseInput(schema, input)
      return { ok: true, value: await command(await requestContext(), parsed) }
    } catch (error) {
      return { ok: false, error: reportError(error) }
    }
  }
}

export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'input', issue.message]),
  )
  throw new AppError({
    code: 'INVALID_INPUT',
    message: Object.values(fields)[0] ?? 'The input is not right.',
    suggestion: 'Correct it and try again.',
    fields,
  })
}
