import { changeRows, changeSentencesOf, findRow } from './board-rows.ts'
import type { Board, SectionRow, SentenceRow } from './model.ts'

/** The board with deleted sentences back, and with them the sections they stand in. */
export function bringBackRows(board: Board, ids: readonly string[]): Board {
  const back = new Map<string, Partial<SectionRow>>(sectionsBack(board, ids).map((id) => [id, { deleted: false }]))
  const sections = changeRows(board.sections, back)
  const change: Partial<SentenceRow> = { deleted: false, gone: null }
  const changed = changeSentencesOf(board, new Map(ids.map((id) => [id, change])))
  return sections === board.sections ? changed : { ...changed, sections }
}

/** The deleted sections that come back with deleted sentences. */
export function sectionsBack(board: Board, ids: readonly string[]): string[] {
  return deletedSectionsOf(
    board,
    ids.filter((id) => findRow(board.sentences, id)?.deleted),
  )
}

/** The deleted sections these sentences stand in. */
export function deletedSectionsOf(board: Board, ids: readonly string[]): string[] {
  const sectionIds = new Set(ids.map((id) => findRow(board.sentences, id)?.sectionId ?? ''))
  return [...sectionIds].filter((id) => findRow(board.sections, id)?.deleted)
}
