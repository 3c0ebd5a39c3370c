import { addRows, changeRows, findRow } from './board-rows.ts'
import type { Board, SectionRow, SentenceRow } from './model.ts'

type Row = SectionRow | SentenceRow

/** Puts rows that were read anew into the board. A row older than the one already there changes nothing. */
export function patchBoard(board: Board, part: Partial<Board>): Board {
  return {
    ...board,
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
    ...read,
    project: read.project.version >= board.project.version ? read.project : board.project,
    sections: patchRows(read.sections, recent(board.sections)),
    sentences: patchRows(read.sentences, recent(board.sentences)),
  }
}

/** Whether an event tells something this board does not know yet. */
export function isNews(rows: readonly Row[], { id, version }: { id: string; version: number }): boolean {
  const known = findRow(rows, id)
  return !known || known.version < version
}

function patchRows<T extends Row>(rows: readonly T[], changed: readonly T[]): T[] {
  const newer = new Map<string, T>()
  const added = new Map<string, T>()
  for (const row of changed) {
    const known = newer.get(row.id) ?? added.get(row.id) ?? findRow(rows, row.id)
    if (known && known.version >= row.version) continue
    if (findRow(rows, row.id)) newer.set(row.id, row)
    else added.set(row.id, row)
  }
  const patched = changeRows(rows, newer)
  return added.size === 0 ? patched : addRows(patched, [...added.values()])
}
