import { applyEdit, type BoardEdit, fieldOf } from '#lib/storyboard/edits.ts'
import { invertEdit } from '#lib/storyboard/invert-edit.ts'
import type { Board } from '#lib/storyboard/model.ts'

/** One act of a person, as the edits that take it back, the first to be made first. */
export type Step = { label: string; edits: readonly BoardEdit[]; at: number }

export type History = { undo: readonly Step[]; redo: readonly Step[] }

export const emptyHistory: History = { undo: [], redo: [] }

/** More than anybody goes back by hand. */
const longestHistory = 200

/** Remembers a way back. Typing on in one sentence is one act, and an act that changed nothing is none. */
export function remember(history: History, step: Step): History {
  if (step.edits.length === 0) return history
  const last = history.undo.at(-1)
  if (last && isTypingOn(last, step)) return { undo: [...history.undo.slice(0, -1), joinTyping(last, step)], redo: [] }
  return { undo: [...history.undo, step].slice(-longestHistory), redo: [] }
}

/** The step to take back, and the history in which it can be done again. */
export function undo(history: History, board: Board): { step: Step; history: History } | undefined {
  const step = history.undo.at(-1)
  if (!step) return undefined
  const back = stepBack({ board, ...step })
  const redoable = back.edits.length > 0 ? [...history.redo, back] : history.redo
  return { step, history: { undo: history.undo.slice(0, -1), redo: redoable } }
}

export function redo(history: History, board: Board): { step: Step; history: History } | undefined {
  const turned = undo({ undo: history.redo, redo: history.undo }, board)
  return turned && { step: turned.step, history: { undo: turned.history.redo, redo: turned.history.undo } }
}

/** Whoever has stopped typing for this long begins a new act with the next key. */
const typingPauseMs = 2_000

type Act = { board: Board; edits: readonly BoardEdit[]; label: string; at: number }

/** The way back from edits, given the board before them. */
export function stepBack({ board, edits, label, at }: Act): Step {
  const back: BoardEdit[] = []
  let before = board
  for (const edit of edits) {
    back.unshift(...invertEdit(before, edit))
    before = applyEdit(before, edit)
  }
  return { label, edits: back, at }
}

function isTypingOn(last: Step, next: Step): boolean {
  const [a, b] = [last.edits[0], next.edits[0]]
  const isOneEach = last.edits.length === 1 && next.edits.length === 1
  if (!isOneEach || next.at - last.at > typingPauseMs) return false
  return a?.kind === 'sentence.edit' && b?.kind === 'sentence.edit' && a.id === b.id && fieldOf(a) === fieldOf(b)
}

/** Back to the text before the first, from the text after the last. */
function joinTyping(last: Step, next: Step): Step {
  const [a, b] = [last.edits[0], next.edits[0]]
  if (a?.kind !== 'sentence.edit' || b?.kind !== 'sentence.edit') return next
  return { ...next, edits: [{ ...a, baseText: b.baseText }] }
}
