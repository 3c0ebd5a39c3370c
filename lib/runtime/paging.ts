import { z } from 'zod'
import { AppError } from './errors.ts'
import { idField } from './fields.ts'

/** A part of a list, and where the next part begins; null at the end. */
export type Page<T> = { items: T[]; nextCursor: string | null }

export const mostAtOnce = 500

export const pageFields = {
  limit: limitField({ most: mostAtOnce, usual: 100 }),
  cursor: z.string().optional(),
}

/** How many rows to read, from a query's text as well. */
export function limitField({ most, usual }: { most: number; usual: number }) {
  const number = z
    .number({ error: 'The limit is a number.' })
    .int('The limit is a whole number.')
    .min(1, 'The limit is 1 or more.')
    .max(most, `At most ${most} can be read at once.`)
  const read = (given: unknown) => (typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given)
  return z.preprocess(read, number).default(usual)
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

/** What a list can be ordered by, as the database takes it. */
const placeParts = {
  text: z.string().refine((text) => text.isWellFormed() && !text.includes('\0')),
  id: idField,
  // Postgres knows no year 0.
  time: z.iso.datetime().refine((time) => !time.startsWith('0000')),
}

/** The place behind which the page begins. Whoever makes one up is told so, and not by the database. */
export function readCursor({ cursor }: PageInput, parts: (keyof typeof placeParts)[]): string[] | undefined {
  if (cursor === undefined) return undefined
  const place = z.array(z.string()).length(parts.length).safeParse(parseCursor(cursor)).data
  if (place && parts.every((part, index) => placeParts[part].safeParse(place[index]).success)) return place
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
