import type { ErrorBody } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { applyEdit, type BoardEdit, fieldOf, idsOf } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import {
  type Answer,
  addConflicts,
  conflictKey,
  isOfSameText,
  type Kept,
  nothingKept,
  readField,
  type Sent,
  type TextEdit,
  wordsOf,
} from './outbox-model.ts'
import { createRecentWords } from './recent-words.ts'
import { findUnseen } from './unseen-words.ts'

export type LineStatus = 'saved' | 'saving' | 'offline' | 'outdated'

export type OutboxState = Kept & {
  status: LineStatus
  /** False while the browser has no room: then only this tab knows of it. */
  isKept: boolean
}

/** What the server, which knows nothing of this tab, renders with. */
export const emptyOutboxState: OutboxState = { ...nothingKept, status: 'saved', isKept: true }

export type OutboxParts = {
  send(edit: BoardEdit): Promise<Sent>
  onConfirmed(part: Answer, edit: BoardEdit): void
  onRefused(edit: BoardEdit, error: ErrorBody): void
  /** Keeps it in the browser, and says whether there was room. */
  keep(kept: Kept): boolean
}

export type Outbox = {
  getState(): OutboxState
  subscribe(changed: () => void): () => void
  /** Typing is kept at once, and sent when the keys have rested for a moment. */
  add(edits: readonly BoardEdit[], options?: { isTyping?: boolean }): void
  /** Takes over what a tab that is gone has left. */
  adopt(kept: Kept): void
  /** Sends now what typing has left. */
  flush(): void
  /** Sends what is there now: the line may be back. */
  retry(): void
  settleConflict(key: string): void
  /** The person has taken these words elsewhere, or does not want them. */
  dropRefused(id: string): void
  /** Looks on the server's board for words that went out of sight, and gives those that were not known to be. */
  look(board: Board, told?: ReadonlySet<string>): TextEdit[]
  /** The person does not want the words in this sentence, which no board shows. */
  letGo(id: string): void
  /** The sentences words were just typed in, or are on their way to, or have gone out of sight with. */
  concerned(): string[]
  /** When the edit of one of these rows that is on its way is answered; at once when none is. */
  whenAnswered(ids: readonly string[]): Promise<void>
}

/** Saved this long after the last key. */
const typingRestMs = 500
const firstRetryMs = 400
const longestRetryMs = 5_000
/** An edit over which the server stumbles this often is handed back to the person, so that it does not hold up the rest. */
const mostFailures = 6

/**
 * Holds every edit from the moment it is made until the server has confirmed it, and sends them one after the other. What is
 * in it is part of what the page shows, so nothing a person did vanishes while the server is away.
 */
export function createOutbox(parts: OutboxParts): Outbox {
  let state = emptyOutboxState
  let sending: { edit: BoardEdit; answered: Promise<void> } | undefined
  let failures = 0
  let stumbles = 0
  // May have arrived although their answers were lost: they stay as they are.
  const tried = new Set<BoardEdit>()
  const recent = createRecentWords()
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let typingTimer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()

  const change = (next: Partial<OutboxState>) => {
    state = { ...state, ...next }
    if (next.pending || next.conflicts || next.refused || next.unseen) state = { ...state, isKept: parts.keep(state) }
    for (const changed of listeners) changed()
  }

  /** Only what was added last can still be growing; with something behind it, it is sent. */
  const hasWork = () => state.pending.length > (typingTimer ? 1 : 0)

  const pump = async () => {
    if (sending || !hasWork()) return
    clearTimeout(retryTimer)
    retryTimer = undefined
    for (let edit = state.pending[0]; edit && hasWork(); edit = state.pending[0]) {
      const line = Promise.withResolvers<void>()
      sending = { edit, answered: line.promise }
      tried.add(edit)
      let isThrough = false
      try {
        isThrough = settle(edit, await parts.send(edit))
      } finally {
        sending = undefined
        line.resolve()
      }
      if (!isThrough) break
    }
  }

  /** Whether the next one can be sent. */
  const settle = (edit: BoardEdit, sent: Sent): boolean => {
    stumbles = sent.kind === 'failed' ? stumbles + 1 : 0
    if (sent.kind === 'outdated') change({ status: 'outdated' })
    const isHopeless = stumbles > mostFailures
    if (sent.kind === 'later' || (sent.kind === 'failed' && !isHopeless)) pause()
    if (sent.kind === 'later' || sent.kind === 'outdated' || retryTimer) return false
    failures = 0
    stumbles = 0
    finish(edit, sent)
    return true
  }

  const pause = () => {
    change({ status: 'offline' })
    retryTimer = setTimeout(() => void pump(), Math.min(firstRetryMs * 2 ** failures, longestRetryMs))
    failures++
  }

  const finish = (edit: BoardEdit, sent: Exclude<Sent, { kind: 'later' | 'outdated' }>) => {
    tried.delete(edit)
    recent.arrived(edit)
    // Confirmed rows go into the cache before the edit leaves the outbox, so that the page never shows the old state between.
    if (sent.kind === 'done' || sent.kind === 'conflict') parts.onConfirmed(sent.part, edit)
    const isText = edit.kind === 'sentence.edit'
    // What was typed since in a text that has a conflict or is refused belongs to it.
    const isDropped = (other: BoardEdit) => sent.kind !== 'done' && isText && isOfSameText(other, edit)
    const dropped = state.pending.slice(1).filter(isDropped)
    const pending = state.pending.slice(1).filter((other) => !isDropped(other))
    const last = dropped.at(-1) ?? edit
    if (sent.kind === 'conflict' && isText) {
      const open = { id: edit.id, field: fieldOf(edit), base: edit.baseText, mine: wordsOf(last) }
      change({ pending, ...addConflicts(state, { [conflictKey(edit.id, edit.field)]: open }) })
    } else if ((sent.kind === 'refused' || sent.kind === 'failed') && wordsOf(last) !== '') {
      change({ pending, refused: [...state.refused, { id: newId(), edit: last, reason: sent.error.message }] })
    } else {
      change({ pending })
    }
    if (sent.kind === 'refused' || sent.kind === 'failed') parts.onRefused(edit, sent.error)
    change({ status: state.pending.length > 0 ? 'saving' : 'saved' })
  }

  const endTyping = () => {
    clearTimeout(typingTimer)
    typingTimer = undefined
  }

  const flush = () => {
    endTyping()
    void pump()
  }

  const add: Outbox['add'] = (edits, { isTyping = false } = {}) => {
    if (edits.length === 0) return
    endTyping()
    recent.note(edits)
    const undecided = withMine(state.conflicts, edits)
    const sendable = edits.filter((edit) => !conflictOf(state, edit))
    if (sendable.length === 0) return change({ conflicts: undecided })
    if (isTyping) typingTimer = setTimeout(flush, typingRestMs)
    const pending = sendable.reduce((all, edit) => append(all, edit, tried), state.pending)
    const conflicts = undecided === state.conflicts ? {} : { conflicts: undecided }
    change({ pending, ...conflicts, ...(state.status === 'saved' && { status: 'saving' }) })
    // While the line is down, each key would be another try; the timer and the line's return see to it.
    if (!retryTimer) void pump()
  }

  return {
    getState: () => state,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    add,
    adopt(kept) {
      endTyping()
      for (const edit of kept.pending) tried.add(edit)
      recent.note(kept.pending)
      change({
        pending: [...state.pending, ...kept.pending],
        ...addConflicts({ ...state, refused: [...state.refused, ...kept.refused] }, kept.conflicts),
        unseen: [...kept.unseen, ...state.unseen],
        ...(state.status === 'saved' && kept.pending.length > 0 && { status: 'saving' }),
      })
      if (!retryTimer) void pump()
    },
    flush,
    retry: () => void pump(),
    settleConflict(key) {
      const { [key]: _, ...conflicts } = state.conflicts
      change({ conflicts })
    },
    dropRefused: (id) => change({ refused: state.refused.filter((words) => words.id !== id) }),
    look(board, told) {
      const before = state.unseen
      const unseen = findUnseen({ board, pending: state.pending, recent: recent.list(), unseen: before, told })
      if (unseen !== before) change({ unseen })
      return unseen.filter((edit) => !before.some((other) => isOfSameText(other, edit)))
    },
    letGo(id) {
      recent.forget(id)
      if (state.unseen.some((edit) => edit.id === id)) change({ unseen: state.unseen.filter((edit) => edit.id !== id) })
    },
    concerned() {
      const typed = state.pending.filter((edit) => edit.kind === 'sentence.edit')
      return [...new Set([...state.unseen, ...recent.list(), ...typed].map((edit) => edit.id))]
    },
    whenAnswered: async (ids) => {
      if (sending && idsOf(sending.edit).some((id) => ids.includes(id))) await sending.answered
    },
  }
}

/** The board with everything that is on its way, and with one's own words where somebody has to choose. */
export function withPending(board: Board, { pending, conflicts }: Pick<Kept, 'pending' | 'conflicts'>): Board {
  const undecided = Object.values(conflicts).map(({ id, field, mine }): BoardEdit => {
    const current = findRow(board.sentences, id)?.[readField(field)] ?? mine
    return { kind: 'sentence.edit', id, field: readField(field), text: mine, baseText: current }
  })
  return [...undecided, ...pending].reduce(applyEdit, board)
}

/**
 * Typing on in a text whose last edit has never been sent makes that edit longer instead of a second one. One that was sent
 * stays as it is, since it may have arrived; and so does one after which somebody else's words came in.
 */
function append(pending: readonly BoardEdit[], edit: BoardEdit, tried: ReadonlySet<BoardEdit>): BoardEdit[] {
  if (edit.kind !== 'sentence.edit') return [...pending, edit]
  const last = pending.at(-1)
  const joins = last && !tried.has(last) && isOfSameText(last, edit) && last.text === edit.baseText
  if (joins) return [...pending.slice(0, -1), { ...last, text: edit.text }]
  return [...pending, { ...edit, editId: edit.editId ?? newId() }]
}

function conflictOf({ conflicts }: Kept, edit: BoardEdit): Kept['conflicts'][string] | undefined {
  return edit.kind === 'sentence.edit' ? conflicts[conflictKey(edit.id, edit.field)] : undefined
}

/** What is typed where somebody has to choose goes into one's own words. */
function withMine(conflicts: Kept['conflicts'], edits: readonly BoardEdit[]): Kept['conflicts'] {
  let changed = conflicts
  for (const edit of edits) {
    const open = edit.kind === 'sentence.edit' && changed[conflictKey(edit.id, edit.field)]
    if (open) changed = { ...changed, [conflictKey(edit.id, edit.field)]: { ...open, mine: edit.text } }
  }
  return changed
}
