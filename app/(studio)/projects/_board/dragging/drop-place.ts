import type { BoardIndex } from '../board-index.ts'
import type { Destination } from '../places.ts'

/** Where the pointer is: over one half of a sentence, or over what of a section is none. */
export type Over =
  | { kind: 'sentence'; id: string; isBehind: boolean }
  | { kind: 'section'; id: string; isStart: boolean }

/** Where sentences land when they are let go there; undefined where they stand already. */
export function dropPlace(index: BoardIndex, ids: readonly string[], over: Over): Destination | undefined {
  const moved = new Set(ids)
  const sectionId = over.kind === 'section' ? over.id : index.sectionOf.get(over.id)
  const all = sectionId === undefined ? undefined : index.idsOf.get(sectionId)
  if (sectionId === undefined || !all)
    return over.kind === 'section' ? { sectionId: over.id, afterId: null } : undefined
  const place = placeIn(all, over)
  const afterId = all.slice(0, place).findLast((id) => !moved.has(id)) ?? null
  const to = { sectionId, afterId }
  return isThere(all, ids, afterId) ? undefined : to
}

/** Before which of the section's sentences they go, counted. */
function placeIn(all: readonly string[], over: Over): number {
  if (over.kind === 'section') return over.isStart ? 0 : all.length
  return all.indexOf(over.id) + (over.isBehind ? 1 : 0)
}

/** One after the other, behind the one they would go behind. */
function isThere(all: readonly string[], ids: readonly string[], afterId: string | null): boolean {
  const start = afterId === null ? 0 : all.indexOf(afterId) + 1
  return ids.every((id, at) => all[start + at] === id)
}
