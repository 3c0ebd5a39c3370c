import { isBlank } from '#lib/runtime/fields.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { type BoardEdit, removedBy } from '#lib/storyboard/edits.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { conflictKey, type TextEdit } from './outbox-model.ts'

type Looking = {
  /** As the server has it. */
  board: Board
  pending: readonly BoardEdit[]
  /** Typed here a moment ago. */
  recent: readonly TextEdit[]
  /** What was found before. */
  unseen: readonly TextEdit[]
  /** Rows that the server has just said no board shows. */
  told?: ReadonlySet<string> | undefined
}

/**
 * Words of this tab in sentences that no board shows, the last of each text: others deleted them, joined them to another or left
 * them out of the script while the words were on their way. What this tab takes away itself is not among them.
 */
export function findUnseen({ board, pending, recent, unseen, told }: Looking): readonly TextEdit[] {
  const removed = new Set(allRemovedBy(board, pending))
  const known = new Set(unseen.map(keyOf))
  const typed = pending.filter((edit) => edit.kind === 'sentence.edit')
  const found = lastOfEach([...unseen, ...recent, ...typed]).filter((edit) => {
    const row = findRow(board.sentences, edit.id)
    if (removed.has(edit.id) || isBlank(edit.text)) return false
    if (told?.has(edit.id) || (row && isOffBoard(board, row))) return true
    // Its section was deleted when the server last told of it, which a page that has the section may learn later.
    return known.has(keyOf(edit)) && (!row || row.gone !== null)
  })
  const isSame = found.length === unseen.length && found.every((edit, at) => edit === unseen[at])
  return isSame ? unseen : found
}

/** The sentences that these edits take off the board. */
function allRemovedBy(board: Board, edits: readonly BoardEdit[]): string[] {
  return edits.flatMap((edit) => {
    if (edit.kind !== 'section.delete') return removedBy(edit)
    return board.sentences.filter((row) => row.sectionId === edit.id).map((row) => row.id)
  })
}

/** In a section that is gone for good, or that this page has not read, it is seen as little as in a deleted one. */
function isOffBoard(board: Board, row: SentenceRow): boolean {
  return row.deleted || findRow(board.sections, row.sectionId)?.deleted !== false
}

function lastOfEach(edits: readonly TextEdit[]): TextEdit[] {
  return [...new Map(edits.map((edit) => [keyOf(edit), edit])).values()]
}

function keyOf({ id, field }: TextEdit): string {
  return conflictKey(id, field)
}
