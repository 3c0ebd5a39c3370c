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
import { chooseTake, deleteTake, favouriteTake, lockTake, restoreTake } from '../../take-actions.ts'
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

/** What can be done with a take. What it changes comes back as an event, like what others change. */
export function useTakeActions(handle: BoardHandle, { id: sentenceId, currentTakeId }: SentenceRow): TakeActions {
  const toast = useToast()
  const queryClient = useQueryClient()
  const run = async (asked: Promise<Result<unknown>>): Promise<boolean> => {
    const result = await asked
    if (!result.ok) toast(errorToast(result.error))
    await queryClient.invalidateQueries({ queryKey: queryKeys.takes(sentenceId) })
    return result.ok
  }
  return {
    // An edit of the board: it is seen at once, and taken back with Ctrl Z.
    choose: ({ id, kind }) =>
      void handle.perform('choosing a take', {
        ...{ kind: 'sentence.choose', id: sentenceId, takeId: id },
        ...(kind === 'video' && { place: 'clip' }),
      }),
    favourite: ({ id, favourite }) => void run(tryAction(favouriteTake, { id, value: !favourite })),
    lock: ({ id, locked }) => void run(tryAction(lockTake, { id, value: !locked })),
    async remove({ id, locked }) {
      if (locked) return toast({ title: 'A locked take is not deleted', description: 'Unlock it first.' })
      const wasShown = id === currentTakeId
      const restore = async () => {
        // Restored, it is one take among others; that the sentence showed it is undone too.
        if ((await run(tryAction(restoreTake, { id }))) && wasShown) await run(tryAction(chooseTake, { id }))
      }
      if (await run(tryAction(deleteTake, { id }))) {
        toast({ title: 'Take deleted', action: { label: 'Undo', run: () => void restore() } })
      }
    },
    replay: ({ id }) => void run(tryAction(replayTake, { id })),
    copySeed: ({ seed }) => void (seed !== null && copyText(seed).then(() => toast({ title: 'Seed copied' }))),
    download: ({ url }) => downloadFile(url),
  }
}
