import type { ScriptVersionRow } from '#lib/storyboard/script-rows.ts'
import { type History, remember, type Step } from '../_board/history.ts'

type Imported = Pick<ScriptVersionRow, 'id' | 'projectId'>

/** An import is an act on the board, too: undo there takes it back. */
export function rememberImport(history: History, { id, projectId }: Imported, at: number): History {
  return remember(history, {
    label: 'importing the script',
    edits: [{ kind: 'script.takeBack', id, projectId }],
    // The server knows what it changed, and leaves what was changed since.
    left: { sentences: new Map(), seen: new Set(), live: new Set() },
    ...{ at, isTyping: false },
  })
}

/** It was taken back in another way. */
export function forgetImport({ undo, redo }: History, { id }: Pick<Imported, 'id'>): History {
  const isOther = ({ edits }: Step) => !edits.some((edit) => edit.kind === 'script.takeBack' && edit.id === id)
  return { undo: undo.filter(isOther), redo }
}
