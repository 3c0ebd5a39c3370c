import { unstable_isUnrecognizedActionError } from 'next/navigation'
import type { Result } from '#app/_server/action.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import * as actions from '../actions.ts'
import type { Sent } from './outbox.ts'

/** Longer than any edit takes; a line that swallows requests must not keep the page waiting for ever. */
const answerWithinMs = 20_000

/** Sends one edit to the server and says what became of it. Never throws, and is safe to repeat. */
export async function sendEdit(edit: BoardEdit): Promise<Sent> {
  try {
    const result = await Promise.race([callAction(edit), noAnswer()])
    if (!result) return { kind: 'later' }
    if (result.ok) return { kind: 'done', part: result.value }
    if (result.error.retryable) return { kind: 'later' }
    const theirs = currentTextOf(result.error.details)
    if (result.error.code === 'CONFLICT' && theirs !== undefined) return { kind: 'conflict', theirs }
    return { kind: result.error.code === 'INTERNAL' ? 'failed' : 'refused', error: result.error }
  } catch (error) {
    return { kind: unstable_isUnrecognizedActionError(error) ? 'outdated' : 'later' }
  }
}

async function callAction(edit: BoardEdit): Promise<Result<Partial<Board>>> {
  switch (edit.kind) {
    case 'project.rename':
      return map(await actions.renameProject(edit), (project) => ({ project }))
    case 'section.add':
      return map(await actions.addSection(edit), (row) => ({ sections: [row] }))
    case 'section.rename':
      return map(await actions.renameSection(edit), (row) => ({ sections: [row] }))
    case 'section.move':
      return map(await actions.moveSection(edit), (row) => ({ sections: [row] }))
    case 'section.delete':
      return map(await actions.deleteSection(edit), (row) => ({ sections: [row] }))
    case 'section.restore':
      return map(await actions.restoreSection(edit), (row) => ({ sections: [row] }))
    case 'sentence.add':
      return map(await actions.addSentences(edit), (sentences) => ({ sentences }))
    case 'sentence.edit':
      return map(await actions.editSentence(edit), (row) => ({ sentences: [row] }))
    case 'sentence.move':
      return map(await actions.moveSentence(edit), (row) => ({ sentences: [row] }))
    case 'sentence.delete':
      return map(await actions.deleteSentence(edit), (row) => ({ sentences: [row] }))
    case 'sentence.restore':
      return map(await actions.restoreSentence(edit), (row) => ({ sentences: [row] }))
  }
}

function noAnswer(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), answerWithinMs))
}

function map<T, U>(result: Result<T>, change: (value: T) => U): Result<U> {
  return result.ok ? { ok: true, value: change(result.value) } : result
}

function currentTextOf(details: Record<string, unknown> | undefined): string | undefined {
  // Safe: editSentence puts the row that stands there into the details of its conflict.
  return (details?.current as SentenceRow | undefined)?.text
}
