import { findRow } from '#lib/storyboard/board-rows.ts'
import { applyEdit } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { isBefore, mergeTwo, whyNotMerge } from '#lib/storyboard/split-merge.ts'

/** What stays when sentences are joined into one of them; undefined when nothing that one of them had is dropped. */
export function describeMerge(board: Board, intoId: string, others: readonly string[]): string | undefined {
  const told: (string | undefined)[] = []
  let joined = board
  for (const id of others) {
    told.push(describeOne(joined, { id, intoId }))
    joined = applyEdit(joined, { kind: 'sentence.merge', id, intoId })
  }
  if (others.length === 1) return told[0]
  return told.some((words) => words !== undefined)
    ? 'One picture stays, with its prompt, its cast and its speaker.'
    : undefined
}

/** Why sentences cannot all be joined into one of them, one after the other; undefined when they can. */
export function whyNotJoin(board: Board, intoId: string, others: readonly string[]): string | undefined {
  let joined = board
  for (const id of others) {
    const why = whyNotMerge(joined, { id, intoId })
    if (why !== undefined) return why
    joined = applyEdit(joined, { kind: 'sentence.merge', id, intoId })
  }
  return undefined
}

function describeOne(board: Board, { id, intoId }: { id: string; intoId: string }): string | undefined {
  const [gone, into] = [findRow(board.sentences, id), findRow(board.sentences, intoId)]
  if (!gone || !into) return undefined
  const isGoneFirst = isBefore(board, gone, into)
  const { keeper, imagePrompt, castIds, seed } = mergeTwo({ into, gone, isGoneFirst })
  const [kept, dropped] = keeper === 'gone' ? [gone, into] : [into, gone]
  const nameOf = (row: typeof gone) => ((row === gone) === isGoneFirst ? 'first' : 'second')
  const lost = [
    dropped.imagePrompt !== '' && !imagePrompt.includes(dropped.imagePrompt) && 'prompt',
    dropped.castIds.some((each) => !castIds.includes(each)) && 'cast',
    dropped.seed !== null && dropped.seed !== seed && 'seed',
  ].filter((what) => what !== false)
  const isPictureLost = keeper !== undefined && dropped.currentTakeId !== null
  const names = keeper && (isPictureLost || lost.length > 0) ? ['picture', ...lost] : lost
  const stays = names.length > 0 && `The ${list(names)} of the ${nameOf(kept)} ${names.length > 1 ? 'stay' : 'stays'}.`
  const isSpeakerLost = gone.speaker !== null && gone.speaker !== into.speaker
  const speaker = isSpeakerLost && `Who says it stays as in the ${nameOf(into)}.`
  return [stays, speaker].filter((words) => words !== false).join(' ') || undefined
}

function list(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '')
}
