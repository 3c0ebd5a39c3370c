import type { ErrorBody } from '#lib/runtime/errors.ts'
import { idsOf } from '#lib/storyboard/edits.ts'
import type { Outbox, OutboxState } from './outbox.ts'
import { conflictKey } from './outbox-model.ts'

/** Sends what was typed in a sentence, and answers when it is on the server, or with the reason why it is not. */
export async function whenSaved(outbox: Outbox, sentenceId: string): Promise<ErrorBody | undefined> {
  outbox.flush()
  const isDone = (state: OutboxState) => !isPending(state, sentenceId) || isStuck(state)
  if (!isDone(outbox.getState())) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const leave = outbox.subscribe(() => isDone(outbox.getState()) && resolve())
    await promise.finally(leave)
  }
  const state = outbox.getState()
  if (isPending(state, sentenceId)) return notSaved
  return state.conflicts[conflictKey(sentenceId, 'imagePrompt')] ? undecided : undefined
}

function isPending({ pending }: OutboxState, sentenceId: string): boolean {
  return pending.some((edit) => idsOf(edit).includes(sentenceId))
}

function isStuck({ status }: OutboxState): boolean {
  return status === 'offline' || status === 'outdated'
}

const notSaved: ErrorBody = {
  code: 'UNAVAILABLE',
  message: 'What you changed here could not be saved yet, so nothing was asked for.',
  suggestion: 'Try again when the page says that everything is saved.',
  retryable: true,
}

const undecided: ErrorBody = {
  code: 'CONFLICT',
  message: 'Someone else changed this prompt while you were editing it, so nothing was asked for.',
  suggestion: 'Choose which of the two texts to keep.',
  retryable: false,
}
