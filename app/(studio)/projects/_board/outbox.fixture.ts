import { vi } from 'vitest'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import { idOf } from '#lib/testing/boards.ts'
import { createOutbox, type OutboxParts } from './outbox.ts'
import { type Kept, nothingKept, readKept, type Sent } from './outbox-model.ts'
import { keepQueue, nameOf } from './outbox-store.ts'

export const first = idOf(21)
export const typed = (text: string, baseText: string, id = first): BoardEdit => ({
  kind: 'sentence.edit',
  id,
  text,
  baseText,
})
/** Typed into the prompt of the picture. */
export const prompted = (text: string, baseText: string, id = first): BoardEdit => ({
  kind: 'sentence.edit',
  id,
  field: 'imagePrompt',
  text,
  baseText,
})
export const rename = (name: string): BoardEdit => ({ kind: 'project.rename', id: idOf(1), name, baseName: '' })
export const done: Sent = { kind: 'done', part: {} }
export const conflict: Sent = { kind: 'conflict', part: {} }
export const refusal: ErrorBody = { code: 'NOT_FOUND', message: 'There is no such sentence.', retryable: false }

/** Without the ids that tell one sending from another. */
export function plain(edits: readonly BoardEdit[]): BoardEdit[] {
  return edits.map((edit) => {
    if (edit.kind !== 'sentence.edit') return edit
    const { editId: _, ...rest } = edit
    return rest
  })
}

const key = { personId: 'person', projectId: 'project', tabId: 'tab' }
type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** An outbox whose line is in the test's hand: each edit sent waits for `answer` or `fail`. It takes over what the place has. */
export function open({ place = createPlace(), ...more }: Partial<OutboxParts> & { place?: Place } = {}) {
  const sent: BoardEdit[] = []
  const waiting: PromiseWithResolvers<Sent>[] = []
  const parts: OutboxParts = {
    send: (edit) => {
      sent.push(edit)
      const line = Promise.withResolvers<Sent>()
      waiting.push(line)
      return line.promise
    },
    onConfirmed: vi.fn<OutboxParts['onConfirmed']>(),
    onRefused: vi.fn<OutboxParts['onRefused']>(),
    keep: (kept) => keepQueue(place, key, kept),
    ...more,
  }
  const settle = async (act: (line: PromiseWithResolvers<Sent>) => void) => {
    await vi.advanceTimersByTimeAsync(0)
    const line = waiting.shift()
    if (line) act(line)
    await vi.advanceTimersByTimeAsync(0)
  }
  const left = keptIn(place)
  const outbox = createOutbox(parts)
  // As a page does once it is there.
  if (left !== nothingKept) outbox.adopt(left)
  return {
    outbox,
    parts,
    sent,
    answer: (result: Sent) => settle((line) => line.resolve(result)),
    /** The tab is gone: whatever it was about to do does not happen. */
    close: () => vi.clearAllTimers(),
  }
}

export function keptIn(place: Place): Kept {
  const text = place.getItem(nameOf(key))
  return text === null ? nothingKept : readKept(text)
}

export function createPlace(): Place {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }
}
