import type { Board, SectionRow, SentenceRow } from './model.ts'
import { comparePlaces, positionsBetween } from './positions.ts'

type Row = SectionRow | SentenceRow

/** Where each row stands in a list. Kept beside the list, and handed on to the next one when no row has changed places. */
const indexes = new WeakMap<readonly Row[], ReadonlyMap<string, number>>()

/** The row with this id. A board of ten thousand is asked at every key, so it is not searched. */
export function findRow<T extends Row>(rows: readonly T[], id: string): T | undefined {
  return rows[indexOf(rows).get(id) ?? -1]
}

function indexOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  const known = indexes.get(rows)
  if (known) return known
  const index = new Map(rows.map((row, at) => [row.id, at]))
  indexes.set(rows, index)
  return index
}

/**
 * The rows with some of them changed: the same list when nothing differs, and sorted anew only when a row has another place.
 * Rows that are not in the list are left out.
 */
export function changeRows<T extends Row>(rows: readonly T[], changes: ReadonlyMap<string, Partial<T>>): T[] {
  const index = indexOf(rows)
  const changed: T[] = [...rows]
  let differs = false
  let isMoved = false
  for (const [id, change] of changes) {
    const at = index.get(id)
    const row = at === undefined ? undefined : rows[at]
    if (at === undefined || !row || isWithin(row, change)) continue
    changed[at] = { ...row, ...change }
    differs = true
    isMoved ||= change.position !== undefined && change.position !== row.position
  }
  // Safe: nothing in the list differs, and nobody writes into it.
  if (!differs) return rows as T[]
  if (isMoved) return changed.sort(comparePlaces)
  indexes.set(changed, index)
  return changed
}

export function changeSentencesOf(board: Board, changes: ReadonlyMap<string, Partial<SentenceRow>>): Board {
  const sentences = changeRows(board.sentences, changes)
  return sentences === board.sentences ? board : { ...board, sentences }
}

/** The rows with others among them. */
export function addRows<T extends Row>(rows: readonly T[], added: readonly T[]): T[] {
  return [...rows, ...added].sort(comparePlaces)
}

function isWithin<T extends Row>(row: T, change: Partial<T>): boolean {
  // Safe: the keys of a part of a row are keys of the row.
  return (Object.keys(change) as (keyof T)[]).every((key) => Object.is(row[key], change[key]))
}

/** The id the row stands behind, null at the start. Deleted rows count: the place has to be right when they come back, too. */
export function idBefore(rows: readonly Row[], id: string): string | null {
  return rows[rows.findIndex((row) => row.id === id) - 1]?.id ?? null
}

/** Behind this row, at the start (null), or at the end (left out, or nothing that is there). */
export type Spot = { afterId?: string | null | undefined }

/** Keys for rows that come to a spot of a section or a project. */
export function placeAmong(rows: readonly Row[], { afterId }: Spot, count: number): string[] {
  const keys = rows.map((row) => row.position)
  if (afterId === null) return positionsBetween(null, keys[0] ?? null, count)
  const anchor = rows.find((row) => row.id === afterId)
  if (!anchor) return positionsBetween(keys.at(-1) ?? null, null, count)
  const next = keys.find((key) => key > anchor.position)
  return positionsBetween(anchor.position, next ?? null, count)
}
