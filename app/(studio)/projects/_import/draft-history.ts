import { type Caret, type Draft, findParting } from './draft.ts'

/** A draft, and those before it and undone behind it, the nearest of each last. */
export type DraftHistory = {
  draft: Draft
  past: readonly Draft[]
  future: readonly Draft[]
  /** The section whose title is being typed: all its keys are one act. */
  titledKey?: number | undefined
  /** Where undo and redo have changed something. */
  caret?: Caret | undefined
}

/** More than anybody goes back by hand; each of them shares most of its rows with the next. */
const mostPast = 100

export function arrange(now: DraftHistory, draft: Draft, titledKey?: number): DraftHistory {
  const isTypingOn = titledKey !== undefined && titledKey === now.titledKey && now.future.length === 0
  const past = isTypingOn ? now.past : [...now.past, now.draft].slice(-mostPast)
  return { draft, past, future: [], titledKey, caret: undefined }
}

export function undo(now: DraftHistory): DraftHistory {
  const draft = now.past.at(-1)
  if (!draft) return now
  const caret = findParting(now.draft, draft)
  return { draft, past: now.past.slice(0, -1), future: [...now.future, now.draft], titledKey: undefined, caret }
}

export function redo(now: DraftHistory): DraftHistory {
  const { past, future, ...done } = undo({ ...now, past: now.future, future: now.past })
  return { ...done, past: future, future: past }
}
