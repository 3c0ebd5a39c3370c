import { vi } from 'vitest'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import { idOf } from '#lib/testing/boards.ts'
import { createOutbox, type OutboxParts, type Sent } from './outbox.ts'

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
export const refusal: ErrorBody = { code: 'NOT_FOUND', message: 'There is no such sentence.', retryable: false }

/** An outbox whose line is in the test's hand: each edit sent waits for `answer` or `fail`. */
export function open({ storage = createStorage(), ...more }: Partial<OutboxParts> = {}) {
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
    storageKey: 'key',
    storage,
    ...more,
  }
  const settle = async (act: (line: PromiseWithResolvers<Sent>) => void) => {
    await vi.advanceTimersByTimeAsync(0)
    const line = waiting.shift()
    if (line) act(line)
    await vi.advanceTimersByTimeAsync(0)
  }
  const outbox = createOutbox(parts)
  // As a page does once it is there.
  outbox.retry()
  return {
    outbox,
    parts,
    sent,
    answer: (result: Sent) => settle((line) => line.resolve(result)),
    fail: (error: Error) => settle((line) => line.reject(error)),
    /** The tab is gone: whatever it was about to do does not happen. */
    close: () => vi.clearAllTimers(),
  }
}

export function createStorage(): OutboxParts['storage'] {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}
