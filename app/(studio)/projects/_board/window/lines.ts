import type { BoardIndex } from '../board-index.ts'
import type { Line } from './layout.ts'

type LineParts = {
  index: BoardIndex
  /** Sections of which only the head is shown. */
  foldedIds: ReadonlySet<string>
  /** Sentences beside one another: one in the table, some among the cards. */
  perLine: number
  /** A section ends with a field for the next sentence. */
  hasFoot: boolean
}

/** The bands of which the list is made, from its first to its last. */
export function toLines({ index, foldedIds, perLine, hasFoot }: LineParts): Line[] {
  const lines: Line[] = []
  for (const [section, { id: sectionId }] of index.sections.entries()) {
    lines.push({ key: `head ${sectionId}`, section, kind: 'head', from: 0, to: 0 })
    if (foldedIds.has(sectionId)) continue
    const ids = index.idsOf.get(sectionId) ?? []
    for (let from = 0; from < ids.length; from += perLine) {
      const id = ids[from] ?? ''
      lines.push({ key: id, section, kind: 'rows', from, to: Math.min(from + perLine, ids.length), id })
    }
    if (hasFoot) lines.push({ key: `foot ${sectionId}`, section, kind: 'foot', from: 0, to: 0 })
  }
  return lines
}

/** The line in which each of these sentences stands. */
export function linesOf(
  lines: readonly Line[],
  { index, ids }: { index: BoardIndex; ids: readonly string[] },
): number[] {
  const found: number[] = []
  for (const id of ids) {
    const sectionId = index.sectionOf.get(id)
    const section = index.sections.findIndex((row) => row.id === sectionId)
    const place = sectionId === undefined ? -1 : (index.idsOf.get(sectionId) ?? []).indexOf(id)
    if (section < 0 || place < 0) continue
    const at = lines.findIndex((line) => line.kind === 'rows' && line.section === section && line.to > place)
    if (at >= 0) found.push(at)
  }
  return found
}
