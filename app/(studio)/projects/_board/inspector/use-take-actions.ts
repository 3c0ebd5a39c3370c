'use client'

import { useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import type { Result } from '#app/_server/action.ts'
import { copyText } from '#app/_ui/copy-text.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { replayTake } from '../../job-actions.ts'
import { favouriteTake, lockTake } from '../../take-actions.ts'
import type { BoardHandle } from '../use-board.ts'
import { downloadFile } from './download-file.ts'

export type TakeActions = {
  choose(take: TakeRow): void
  /** Makes it a favourite, or none any more. */
  favourite(take: TakeRow): void
  lock(take: TakeRow): void
  remove(take: TakeRow): void
  /** Runs its very graph again, to see whether the same comes of it. */
  replay(take: TakeRow): void
  copySeed(take: TakeRow): void
  download(take: TakeRow): void
}

type Parts = {
  handle: BoardHandle
  sentence: SentenceRow
  /** The newest first. */
  takes: readonly TakeRow[]
}

/** What can be done with a take. What it changes comes back as an event, like what others change. */
export function useTakeActions({ handle, sentence, takes }: Parts): TakeActions {
  const { id: sentenceId, currentTakeId, locked: isKept } = sentence
  const toast = useToast()
  const queryClient = useQueryClient()
  const run = async (asked: Promise<Result<unknown>>): Promise<void> => {
    const result = await asked
    if (!result.ok) toast(errorToast(result.error))
    await queryClient.invalidateQueries({ queryKey: queryKeys.takes(sentenceId) })
  }
  return {
    // An edit of the board, as a deletion is: it is seen at once, and taken back with Ctrl Z.
    choose: ({ id, kind }) =>
      void handle.perform('choosing a take', {
        ...{ kind: 'sentence.choose', id: sentenceId, takeId: id },
        ...(kind === 'video' && { place: 'clip' }),
      }),
    favourite: ({ id, favourite }) => void run(tryAction(favouriteTake, { id, value: !favourite })),
    lock: ({ id, locked }) => void run(tryAction(lockTake, { id, value: !locked })),
    remove({ id, locked, kind }) {
      if (locked) return toast({ title: 'A locked take is not deleted', description: 'Unlock it first.' })
      if (isKept && id === currentTakeId) {
        return toast({ title: 'A locked sentence keeps its picture', description: 'Unlock the sentence first.' })
      }
      const next = takes.find((take) => take.id !== id && (take.kind === 'video') === (kind === 'video'))
      const undo = handle.perform('deleting a take', {
        ...{ kind: 'take.delete', id: sentenceId, takeId: id, nextId: next?.id ?? null },
        ...(kind === 'video' && { place: 'clip' }),
      })
      toast({ title: 'Take deleted', action: { label: 'Undo', run: undo } })
    },
    replay: ({ id }) => void run(tryAction(replayTake, { id })),
    copySeed: ({ seed }) => void (seed !== null && copyText(seed).then(() => toast({ title: 'Seed copied' }))),
    download: ({ url }) => downloadFile(url),
  }
}
