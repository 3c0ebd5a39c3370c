import 'server-only'
import type { z } from 'zod'
import { AppError } from '#lib/runtime/errors.ts'
import { findUnknownKeys } from '#lib/runtime/unknown-keys.ts'

const mostNamed = 20

/** A word that is not known here was meant to do something, and left out it would do something else. */
export function refuseUnknownKeys(schema: z.ZodType, body: object, row: readonly string[] = []): void {
  const [first, ...others] = findUnknownKeys(schema, body).filter(({ path }) => !row.includes(path))
  if (!first) return
  // A list of thousands may have one in every row.
  const paths = [first, ...others].slice(0, mostNamed).map(({ path }) => path)
  const close = first.known.find((key) => key.toLowerCase() === first.path.split('.').at(-1)?.toLowerCase())
  throw new AppError({
    code: 'INVALID_INPUT',
    message: `The body has what is not known here: ${paths.join(', ')}.`,
    suggestion: close ? `Write ${close} instead of ${first.path}.` : 'Leave it out, or look for how it is written.',
    fields: Object.fromEntries(paths.map((path) => [path, 'This is not known here.'])),
    available: first.known,
  })
}
