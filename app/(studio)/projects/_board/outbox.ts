import { z } from 'zod'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import { applyEdit, type BoardEdit, boardEdit, fieldOf } from '#lib/storyboard/edits.ts'
import type { Board, SentenceField } from '#lib/storyboard/model.ts'

/**
 * What became of an edit that was sent. `later`: the line or the server is down; `failed`: the server stumbled over it, which
 * may pass; `outdated`: this page is older than the server.
 */
export type Sent =
  | { kind: 'done'; part: Partial<Board> }
  | { kind: 'conflict'; theirs: string }
  | { kind: 'refused'; error: ErrorBody }
  | { kind: 'failed'; error: ErrorBody }
  | { kind: 'later' }
  | { kind: 'outdated' }

export type SaveStatus = 'saved' | 'saving' | 'offline' | 'outdated'

const conflict = z.object({ mine: z.string(), theirs: z.string() })
/** Two texts of one sentence of which a person has to choose. */
export type Conflict = z.infer<typeof conflict>

export type OutboxState = {
  pending: readonly BoardEdit[]
  status: SaveStatus
  /** By `conflictKey`. */
  conflicts: Readonly<Record<string, Conflict>>
}

/** Of which sentence and which of its texts. The words of the script, the most edited, go by the sentence alone. */
export function conflictKey(sentenceId: string, field: SentenceField = 'text'): string {
  return field === 'text' ? sentenceId : `${sentenceId} ${field}`
}

/** What the server, which knows nothing of this tab, renders with. */
export const emptyOutboxState: OutboxState = { pending: [], status: 'saved', conflicts: {} }

export type OutboxParts = {
  send(edit: BoardEdit): Promise<Sent>
  onConfirmed(part: Partial<Board>): void
  onRefused(edit: BoardEdit, error: ErrorBody): void
  /** Keeps what is not yet confirmed over a reload of the tab. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  storageKey: string
}

export type Outbox = {
  getState(): OutboxState
  subscribe(changed: () => void): () => void
  /** Typing is kept at once, and sent when the keys have rested for a moment. */
  add(edits: readonly BoardEdit[], options?: { isTyping?: boolean }): void
  /** Sends now what typing has left. */
  flush(): void
  /** Sends what is there now: what a reload found, or because the line may be back. */
  retry(): void
  settleConflict(key: string): void
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
  let state: OutboxState = { ...emptyOutboxState, ...restore(parts) }
  let isSending = false
  let failures = 0
  let stumbles = 0
  // May have arrived although its answer was lost: what a reload found may have been on its way, too.
  let tried = state.pending[0]
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let typingTimer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()

  const change = (next: Partial<OutboxState>) => {
    state = { ...state, ...next }
    if (next.pending || next.conflicts) keep(parts, state)
    for (const changed of listeners) changed()
  }

  /** Only what was added last can still be growing; with something behind it, it is sent. */
  const hasWork = () => state.pending.length > (typingTimer ? 1 : 0)

  const pump = async () => {
    if (isSending || !hasWork()) return
    isSending = true
    clearTimeout(retryTimer)
    retryTimer = undefined
    try {
      await sendAll()
    } finally {
      isSending = false
    }
  }

  const sendAll = async () => {
    for (let edit = state.pending[0]; edit && hasWork(); edit = state.pending[0]) {
      tried = edit
      const sent = await parts.send(edit)
      stumbles = sent.kind === 'failed' ? stumbles + 1 : 0
      if (sent.kind === 'outdated') change({ status: 'outdated' })
      const isHopeless = stumbles > mostFailures
      if (sent.kind === 'later' || (sent.kind === 'failed' && !isHopeless)) pause()
      if (sent.kind === 'later' || sent.kind === 'outdated' || retryTimer) break
      failures = 0
      stumbles = 0
      finish(edit, sent)
    }
  }

  const pause = () => {
    change({ status: 'offline' })
    retryTimer = setTimeout(() => void pump(), Math.min(firstRetryMs * 2 ** failures, longestRetryMs))
    failures++
  }

  const finish = (edit: BoardEdit, sent: Exclude<Sent, { kind: 'later' | 'outdated' }>) => {
    const rest = state.pending.slice(1)
    // Confirmed rows go into the cache before the edit leaves the outbox, so that the page never shows the old state between.
    if (sent.kind === 'done') parts.onConfirmed(sent.part)
    if (sent.kind === 'conflict' && edit.kind === 'sentence.edit') {
      const ours = rest.filter((other) => isOfSameText(other, edit))
      const mine = ours.at(-1)?.text ?? edit.text
      change({
        pending: rest.filter((other) => !isOfSameText(other, edit)),
        conflicts: { ...state.conflicts, [conflictKey(edit.id, edit.field)]: { mine, theirs: sent.theirs } },
      })
    } else {
      change({ pending: rest })
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

  return {
    getState: () => state,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    add(edits, { isTyping = false } = {}) {
      if (edits.length === 0) return
      endTyping()
      if (isTyping) typingTimer = setTimeout(flush, typingRestMs)
      const pending = edits.reduce((all, edit) => append(all, edit, tried), state.pending)
      change(state.status === 'saved' ? { pending, status: 'saving' } : { pending })
      // While the line is down, each key would be another try; the timer and the line's return see to it.
      if (!retryTimer) void pump()
    },
    flush,
    retry: () => void pump(),
    settleConflict(key) {
      const { [key]: _, ...conflicts } = state.conflicts
      change({ conflicts })
    },
  }
}

/** The board with everything that is on its way. */
export function withPending(board: Board, pending: readonly BoardEdit[]): Board {
  return pending.reduce(applyEdit, board)
}

/**
 * Typing on in a text whose last edit has never been sent makes that edit longer instead of a second one. One that was
 * sent stays as it is: if only its answer was lost, a longer one would conflict with the person's own text.
 */
function append(pending: readonly BoardEdit[], edit: BoardEdit, tried: BoardEdit | undefined): BoardEdit[] {
  const last = pending.at(-1)
  const joins = edit.kind === 'sentence.edit' && last && last !== tried && isOfSameText(last, edit)
  return joins ? [...pending.slice(0, -1), { ...last, text: edit.text }] : [...pending, edit]
}

type TextEdit = Extract<BoardEdit, { kind: 'sentence.edit' }>

function isOfSameText(edit: BoardEdit, other: TextEdit): edit is TextEdit {
  return edit.kind === 'sentence.edit' && edit.id === other.id && fieldOf(edit) === fieldOf(other)
}

/** A full or forbidden store keeps nothing over a reload, but what is in memory is sent all the same. */
function keep({ storage, storageKey }: OutboxParts, { pending, conflicts }: OutboxState): void {
  try {
    if (pending.length === 0 && Object.keys(conflicts).length === 0) storage.removeItem(storageKey)
    else storage.setItem(storageKey, JSON.stringify({ pending, conflicts }))
  } catch {
    storage.removeItem(storageKey)
  }
}

const keptState = z.object({ pending: z.array(boardEdit), conflicts: z.record(z.string(), conflict) })

/** What the last page of this tab left. An older version may have written something else, which cannot be sent any more. */
function restore({ storage, storageKey }: OutboxParts): Pick<OutboxState, 'pending' | 'conflicts'> {
  const parsed = keptState.safeParse(parseJson(storage.getItem(storageKey) ?? ''))
  return parsed.success ? parsed.data : { pending: [], conflicts: {} }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
