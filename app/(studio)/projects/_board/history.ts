import { findRow } from '#lib/storyboard/board-rows.ts'
import { applyEdit, type BoardEdit, type EditOf, fieldOf, idsOf, visibleSentences } from '#lib/storyboard/edits.ts'
import { invertEdit } from '#lib/storyboard/invert-edit.ts'
import { mergeWords } from '#lib/storyboard/merge-words.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { checkStep, type Knowing, type Left } from './check-step.ts'

/** One act of a person, as the edits that take it back, the first to be made first, and what it left behind. */
export type Step = { label: string; edits: readonly BoardEdit[]; at: number; left: Left; isTyping: boolean }

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

/** What was done earlier is taken back after what was done since, which is no less an act for being remembered sooner. */
export function putBefore(since: History, earlier: History): History {
  if (since === emptyHistory) return earlier
  return { undo: [...earlier.undo, ...since.undo].slice(-longestHistory), redo: since.redo }
}

export type Turned = {
  label: string
  history: History
  /** What takes the act back; or nothing is done, for this reason, and the act is out of reach. */
  result: { edits: readonly BoardEdit[] } | { reason: string }
}

const nobodyElse: Knowing = { isOwnPlace: () => true, personId: undefined }

/** The last act, how it is taken back now, and the history in which it can be done again. */
export function undo(history: History, board: Board, knowing: Knowing = nobodyElse): Turned | undefined {
  const step = history.undo.at(-1)
  if (!step) return undefined
  const { label, at } = step
  const result = checkStep(board, step, knowing)
  const back = 'edits' in result ? asLeft(step, stepBack({ board, edits: result.edits, label, at })) : undefined
  const redoable = back && back.edits.length > 0 ? [...history.redo, back] : history.redo
  return { label, result, history: { undo: history.undo.slice(0, -1), redo: redoable } }
}

/** A page that was reloaded has not read what was put away before: of that, it is as the act left it. */
function asLeft({ left: before }: Step, back: Step): Step {
  const sentences = new Map([...before.sentences, ...back.left.sentences])
  return { ...back, left: { ...back.left, sentences, seen: new Set([...before.seen, ...back.left.seen]) } }
}

export function redo(history: History, board: Board, knowing?: Knowing): Turned | undefined {
  const turned = undo({ undo: history.redo, redo: history.undo }, board, knowing)
  return turned && { ...turned, history: { undo: turned.history.redo, redo: turned.history.undo } }
}

/** Whoever has stopped typing for this long begins a new act with the next key. */
const typingPauseMs = 2_000

type Act = { board: Board; edits: readonly BoardEdit[]; label: string; at: number; isTyping?: boolean }

/** The way back from edits, given the board before them. */
export function stepBack({ board, edits, label, at, isTyping = false }: Act): Step {
  const back: BoardEdit[] = []
  let after = board
  for (const edit of edits) {
    back.unshift(...invertEdit(after, edit))
    after = applyEdit(after, edit)
  }
  // A section that came back with a sentence is named only by the way back.
  return { label, edits: back, at, left: leftBy(after, [...edits, ...back]), isTyping }
}

function leftBy(board: Board, edits: readonly BoardEdit[]): Left {
  const ids = new Set(edits.flatMap(idsOf))
  const sentences = new Map([...ids].flatMap((id) => findRow(board.sentences, id) ?? []).map((row) => [row.id, row]))
  const sections = [...ids].filter((id) => findRow(board.sections, id))
  const back = edits.flatMap((edit) => (edit.kind === 'sentence.restore' ? edit.ids : []))
  const seen = new Set([...sections.flatMap((id) => visibleSentences(board, id).map((row) => row.id)), ...back])
  const isSeen = (row: SentenceRow) => !row.deleted && findRow(board.sections, row.sectionId)?.deleted === false
  const live = new Set([...sentences.values()].filter(isSeen).map((row) => row.id))
  return { sentences, seen, live }
}

function isTypingOn(last: Step, next: Step): boolean {
  if (!last.isTyping || !next.isTyping) return false
  const [a, b] = [last.edits[0], next.edits[0]]
  const isOneEach = last.edits.length === 1 && next.edits.length === 1
  if (!isOneEach || next.at - last.at > typingPauseMs) return false
  if (a?.kind !== 'sentence.edit' || b?.kind !== 'sentence.edit') return false
  return a.id === b.id && fieldOf(a) === fieldOf(b) && textBefore(a, b).isClean
}

/** Before the first of two keys, with what somebody else wrote between them, which is not one's own to take back. */
function textBefore(first: EditOf<'sentence.edit'>, second: EditOf<'sentence.edit'>) {
  return mergeWords({ base: first.baseText, mine: first.text, theirs: second.text })
}

/** Back to the text before the first, from the text after the last. */
function joinTyping(last: Step, next: Step): Step {
  const [a, b] = [last.edits[0], next.edits[0]]
  if (a?.kind !== 'sentence.edit' || b?.kind !== 'sentence.edit') return next
  return { ...next, edits: [{ ...a, text: textBefore(a, b).text, baseText: b.baseText }] }
}
