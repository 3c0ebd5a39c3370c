import type { ErrorBody } from '#lib/runtime/errors.ts'

/** What helps against an error, and, for one that nobody foresaw, the id it has in the server's log. */
export function describeHelp({ suggestion, id }: Pick<ErrorBody, 'suggestion' | 'id'>): string {
  return [suggestion, id && `Its id is ${id}.`].filter(Boolean).join(' ')
}
