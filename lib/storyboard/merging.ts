import type { Board, SectionRow, SentenceRow } from './model.ts'
import { comparePlaces } from './positions.ts'

type Row = SectionRow | SentenceRow

/** Puts rows that were read anew into the board. A row older than the one already there changes nothing. */
export function patchBoard(board: Board, part: Partial<Board>): Board {
  return {
    project: part.project && part.project.version > board.project.version ? part.project : board.project,
    sections: patchRows(board.sections, part.sections ?? []),
    sentences: patchRows(board.sentences, part.sentences ?? []),
  }
}

/**
 * Replaces the board by one read from the server. `touched` are the rows patched in while that read was under way: for them
 * the newer of the two wins, and one that the read had not seen yet stays.
 */
export function replaceBoard(board: Board, read: Board, touched: ReadonlySet<string>): Board {
  const recent = <T extends Row>(rows: readonly T[]) => rows.filter((row) => touched.has(row.id))
  return {
    project: read.project.version >= board.project.version ? read.project : board.project,
    sections: patchRows(read.sections, recent(board.sections)),
    sentences: patchRows(read.sentences, recent(board.sentences)),
  }
}

/** Whether an event tells something this board does not know yet. */
export function isNews(rows: readonly Row[], { id, version }: { id: string; version: number }): boolean {
  const known = rows.find((row) => row.id === id)
  return !known || known.version < version
}

function patchRows<T extends Row>(rows: readonly T[], changed: readonly T[]): T[] {
  if (changed.length === 0) return [...rows]
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of changed) {
    const known = byId.get(row.id)
    if (!known || known.version < row.version) byId.set(row.id, row)
  }
  return [...byId.values()].sort(comparePlaces)
}
