import { z } from 'zod'
import { AppError } from './errors.ts'

/** A part of a list, and where the next part begins; null at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

export const mostAtOnce = 500

export const pageFields = {
  limit: z.coerce
    .number({ error: 'The limit is a number.' })
    .int('The limit is a whole number.')
    .min(1, 'The limit is 1 or more.')
    .max(mostAtOnce, `At most ${mostAtOnce} can be read at once.`)
    .default(100),
  cursor: z.string().optional(),
}

export type PageInput = { limit: number; cursor?: string | undefined }

/**
 * A page out of one row more than it holds, which tells whether there are others. `placeOf` gives what the list is ordered by:
 * the place of the last row is the cursor, so rows that come or go meanwhile make nobody miss another.
 */
export function toPage<T>(rows: readonly T[], { limit }: PageInput, placeOf: (row: T) => readonly string[]): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: last && rows.length > limit ? writeCursor(placeOf(last)) : null }
}

/** The place behind which the page begins. */
export function readCursor({ cursor }: PageInput, parts: number): string[] | undefined {
  if (cursor === undefined) return undefined
  const place: unknown = parseCursor(cursor)
  if (Array.isArray(place) && place.length === parts && place.every((part) => typeof part === 'string')) return place
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'The cursor is not one of ours.',
    suggestion: 'Give the nextCursor of the page before as it came, or leave it out to begin at the start.',
    fields: { cursor: 'This is not a cursor of this list.' },
  })
}

/** The whole list, page by page. */
export async function readAllPages<T>(readPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null | undefined
  do {
    const page: Page<T> = await readPage(cursor ?? undefined)
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}

function writeCursor(place: readonly string[]): string {
  // Positions, ids and times are ASCII, which is all that btoa takes.
  return btoa(JSON.stringify(place)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined
  }
}
