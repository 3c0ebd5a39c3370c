import { findRow } from '#lib/storyboard/board-rows.ts'
import { visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board, SectionRow } from '#lib/storyboard/model.ts'

/** Where a sentence goes, as a drop or a key says it. */
export type Destination = { sectionId: string; afterId: string | null }

/** One place up or down, over the border of the section where there is no other. */
export function neighbourPlace(board: Board, id: string, by: -1 | 1): Destination | undefined {
  const section = sectionSeenOf(board, id)
  if (!section) return undefined
  const ids = idsIn(board, section.id)
  const target = ids.indexOf(id) + by
  if (target >= 0 && target < ids.length) {
    const others = ids.filter((other) => other !== id)
    return { sectionId: section.id, afterId: others[target - 1] ?? null }
  }
  const sections = visibleSections(board)
  const next = sections[sections.indexOf(section) + by]
  if (!next) return undefined
  return { sectionId: next.id, afterId: (by < 0 ? idsIn(board, next.id).at(-1) : undefined) ?? null }
}

/** The first or the last place of the board; undefined when the sentence stands there already. */
export function edgePlace(board: Board, id: string, edge: 'first' | 'last'): Destination | undefined {
  const section = visibleSections(board).at(edge === 'first' ? 0 : -1)
  const now = placeOf(board, id)
  if (!section || !now) return undefined
  const last = edge === 'last' ? idsIn(board, section.id).findLast((other) => other !== id) : undefined
  const to = { sectionId: section.id, afterId: last ?? null }
  return isSamePlace(to, now) ? undefined : to
}

/** Where a sentence stands; undefined when nobody sees it. */
export function placeOf(board: Board, id: string): Destination | undefined {
  const section = sectionSeenOf(board, id)
  if (!section) return undefined
  const ids = idsIn(board, section.id)
  return { sectionId: section.id, afterId: ids[ids.indexOf(id) - 1] ?? null }
}

export function isSamePlace(a: Destination, b: Destination): boolean {
  return a.sectionId === b.sectionId && a.afterId === b.afterId
}

/** The section in which a sentence is seen. */
function sectionSeenOf(board: Board, id: string): SectionRow | undefined {
  const row = findRow(board.sentences, id)
  const section = row && !row.deleted ? findRow(board.sections, row.sectionId) : undefined
  return section?.deleted === false ? section : undefined
}

function idsIn(board: Board, sectionId: string): string[] {
  return visibleSentences(board, sectionId).map((row) => row.id)
}
