import { unstable_isUnrecognizedActionError } from 'next/navigation'
import { tryAction } from '#app/_live/try-action.ts'
import type { Result } from '#app/_server/action.ts'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { EditedTake } from '#lib/takes/edit-takes.ts'
import { takeImportBack } from '../_import/take-import-back.ts'
import * as actions from '../actions.ts'
import { deleteTake, restoreTake } from '../take-actions.ts'
import type { Answer, Sent } from './outbox-model.ts'

/** Longer than any edit takes; a line that swallows requests must not keep the page waiting for ever. */
const answerWithinMs = 20_000

/** Sends one edit to the server and says what became of it. Never throws, and is safe to repeat. */
export async function sendEdit(edit: BoardEdit): Promise<Sent> {
  const timeout = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => timeout.resolve(undefined), answerWithinMs)
  try {
    const result = await Promise.race([callAction(edit), timeout.promise])
    return result ? readResult(edit, result) : { kind: 'later' }
  } catch (error) {
    if (unstable_isUnrecognizedActionError(error)) return { kind: 'outdated' }
    // Something answered, but not as an action does: a proxy whose server is away, or our server, which will not take this.
    return (await isServerUp()) ? { kind: 'failed', error: notTaken } : { kind: 'later' }
  } finally {
    clearTimeout(timer)
  }
}

function readResult(edit: BoardEdit, result: Result<Answer>): Sent {
  if (result.ok) return { kind: 'done', part: result.value }
  if (result.error.retryable) return { kind: 'later' }
  const current = currentRowOf(edit, result.error.details)
  if (result.error.code === 'CONFLICT' && current) return { kind: 'conflict', part: { sentences: [current] } }
  return { kind: result.error.code === 'INTERNAL' ? 'failed' : 'refused', error: result.error }
}

async function isServerUp(): Promise<boolean> {
  return await fetch('/health', { cache: 'no-store' }).then(
    (response) => response.ok,
    () => false,
  )
}

const notTaken: ErrorBody = {
  code: 'INTERNAL',
  message: 'The server would not take this change.',
  suggestion: 'Copy what you wrote, and try it again in smaller parts.',
  retryable: false,
}

async function callAction(edit: BoardEdit): Promise<Result<Answer>> {
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
      return rows(await actions.addSentences(edit))
    case 'sentence.copy':
      return rows(await actions.copySentences(edit))
    case 'sentence.edit':
      return map(await actions.editSentence(edit), (row) => ({ sentences: [row] }))
    case 'sentence.set':
      return rows(await actions.setSentences(edit))
    case 'sentence.move':
      return rows(await actions.moveSentences(edit))
    case 'sentence.delete':
      return rows(await actions.deleteSentences(edit))
    case 'sentence.archive':
      return rows(await actions.archiveSentences(edit))
    case 'sentence.restore':
      return rows(await actions.restoreSentences(edit))
    case 'sentence.split':
      return rows(await actions.splitSentence(edit))
    case 'sentence.unsplit':
      return await actions.unsplitSentence(edit)
    case 'sentence.merge':
      return rows(await actions.mergeSentences(edit))
    case 'sentence.unmerge':
      return rows(await actions.unmergeSentences(edit))
    case 'sentence.choose':
      return map(await actions.chooseShown(edit), (row) => ({ sentences: [row] }))
    case 'take.delete':
      return map(await deleteTake(edit), withTake)
    case 'take.restore':
      return map(await restoreTake(edit), withTake)
    case 'script.takeBack':
      return await tryAction(async (asked) => {
        const { kept } = await takeImportBack(asked)
        return { ok: true, value: { kept } }
      }, edit)
  }
}

function withTake({ take, sentences }: EditedTake): Answer {
  return { sentences, takes: [take] }
}

function rows(result: Result<SentenceRow[]>): Result<Answer> {
  return map(result, (sentences) => ({ sentences }))
}

function map<T, U>(result: Result<T>, change: (value: T) => U): Result<U> {
  return result.ok ? { ok: true, value: change(result.value) } : result
}

function currentRowOf(edit: BoardEdit, details: Record<string, unknown> | undefined): SentenceRow | undefined {
  // Safe: editSentence puts the row that stands there into the details of its conflict.
  return edit.kind === 'sentence.edit' ? (details?.current as SentenceRow | undefined) : undefined
}
