import { generateNKeysBetween } from 'fractional-indexing'

/** Rows stand in the order of their position, byte by byte, then of their id: as Postgres sorts them under COLLATE "C". */
export function comparePlaces(a: Place, b: Place): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Sentences as they follow each other in the script: a position counts within its section only. */
export function inScriptOrder<T extends Place & { sectionId: string }>(
  sections: readonly Place[],
  rows: readonly T[],
): T[] {
  const placeOf = new Map(sections.toSorted(comparePlaces).map(({ id }, index) => [id, index]))
  const sectionOf = (row: T) => placeOf.get(row.sectionId) ?? placeOf.size
  return rows.toSorted((a, b) => sectionOf(a) - sectionOf(b) || comparePlaces(a, b))
}

export type Place = { id: string; position: string }

/** Evenly spaced keys strictly between two neighbours; null stands for the start or the end. */
export function positionsBetween(before: string | null, after: string | null, count: number): string[] {
  return generateNKeysBetween(before, after, count)
}
