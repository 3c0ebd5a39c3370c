import { visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'

/** Where a sentence goes, as a drop or a key says it. */
export type Destination = { sectionId: string; afterId: string | null }

/** One place up or down, over the border of the section where there is no other. */
export function neighbourPlace(board: Board, id: string, by: -1 | 1): Destination | undefined {
  const sections = visibleSections(board)
  const sectionIndex = sections.findIndex(({ id: sectionId }) =>
    visibleSentences(board, sectionId).some((row) => row.id === id),
  )
  const section = sections[sectionIndex]
  if (!section) return undefined
  const ids = visibleSentences(board, section.id).map((row) => row.id)
  const target = ids.indexOf(id) + by
  if (target >= 0 && target < ids.length) {
    const others = ids.filter((other) => other !== id)
    return { sectionId: section.id, afterId: others[target - 1] ?? null }
  }
  const next = sections[sectionIndex + by]
  if (!next) return undefined
  const last = by < 0 ? visibleSentences(board, next.id).at(-1)?.id : undefined
  return { sectionId: next.id, afterId: last ?? null }
}

/** The first or the last place of the board; undefined when the sentence stands there already. */
export function edgePlace(board: Board, id: string, edge: 'first' | 'last'): Destination | undefined {
  const section = visibleSections(board).at(edge === 'first' ? 0 : -1)
  const now = placeOf(board, id)
  if (!section || !now) return undefined
  const others = visibleSentences(board, section.id).filter((row) => row.id !== id)
  const to = { sectionId: section.id, afterId: edge === 'first' ? null : (others.at(-1)?.id ?? null) }
  return isSamePlace(to, now) ? undefined : to
}

/** Where a sentence stands; undefined when nobody sees it. */
export function placeOf(board: Board, id: string): Destination | undefined {
  for (const { id: sectionId } of visibleSections(board)) {
    const ids = visibleSentences(board, sectionId).map((row) => row.id)
    const index = ids.indexOf(id)
    if (index >= 0) return { sectionId, afterId: ids[index - 1] ?? null }
  }
  return undefined
}

export function isSamePlace(a: Destination, b: Destination): boolean {
  return a.sectionId === b.sectionId && a.afterId === b.afterId
}

/** The sentences that are seen, as they are numbered. */
export function orderOf(board: Board): string[] {
  return visibleSections(board).flatMap((section) => visibleSentences(board, section.id).map((row) => row.id))
}
