'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import type { Result } from '#app/_server/action.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { cancelJob, regenerateImage, retryJob } from '../job-actions.ts'
import { favouriteTake } from '../take-actions.ts'
import { drawSeed } from './inspector/read-seed.ts'
import { whyNot } from './inspector/use-making.ts'
import { activeJobIdOf, type LatestJobs, latestJobOf } from './latest-jobs.ts'
import type { BoardHandle } from './use-board.ts'

export type PictureActs = {
  /** Asks for a picture of a sentence as it stands now: where it shows a draft, for the final of that. */
  make(id: string): void
  makeWithNewSeed(id: string): void
  /** Stops the one that is being made. */
  cancel(id: string): void
  /** Asks again for the one that failed. */
  retry(id: string): void
  /** Marks the picture that is shown, or takes the mark off. */
  favourite(id: string): void
}

/** What can be asked of a sentence's picture from anywhere on the board. What comes of it is told by events. */
export function usePictureActs(handle: BoardHandle, jobs: LatestJobs): PictureActs {
  const toast = useToast()
  const queryClient = useQueryClient()
  const latest = useRef({ handle, jobs })
  useLayoutEffect(() => {
    latest.current = { handle, jobs }
  })
  return useMemo(() => {
    const rowOf = (id: string) => findRow(latest.current.handle.board?.sentences ?? [], id)
    const activeIdOf = (row: SentenceRow) => activeJobIdOf(row, latestJobOf(latest.current.jobs, row.id, 'picture'))
    const tell = (result: Result<unknown>) => {
      if (!result.ok) toast(errorToast(result.error))
      return result.ok
    }
    const ask = async (id: string, act: () => Promise<Result<unknown>>) => {
      // What was just typed is what the picture is made of.
      const unsaved = await latest.current.handle.whenSaved(id)
      tell(unsaved ? { ok: false, error: unsaved } : await act())
      await queryClient.invalidateQueries({ queryKey: queryKeys.jobsOf(id) })
    }
    const make = (id: string, seed?: string) => {
      const row = rowOf(id)
      const refusal = row && whyNot(row, activeIdOf(row) !== null)
      if (refusal !== undefined) return toast({ title: refusal })
      // Whoever looks at a draft wants that picture as a final, unless a new one is asked for.
      const given = seed === undefined ? { from: 'draft' as const } : { seed }
      if (row) void ask(id, () => tryAction(regenerateImage, { sentenceId: id, ...given }))
    }
    return {
      make: (id) => make(id),
      makeWithNewSeed(id) {
        if (rowOf(id)?.seed === null) return make(id, drawSeed())
        const unpin = () =>
          latest.current.handle.perform('unpinning the seed', {
            kind: 'sentence.set',
            ids: [id],
            values: { seed: null },
          })
        toast({
          title: 'The seed is pinned',
          description: 'Unpin it, and a new one can be drawn.',
          action: { label: 'Unpin', run: unpin },
        })
      },
      cancel(id) {
        const row = rowOf(id)
        const jobId = row && activeIdOf(row)
        if (jobId) void tryAction(cancelJob, { id: jobId }).then(tell)
      },
      retry(id) {
        const job = latestJobOf(latest.current.jobs, id, 'picture')
        if (job?.state !== 'failed')
          return toast({ title: 'The last try did not fail', description: 'R makes a new one.' })
        void ask(id, () => tryAction(retryJob, { id: job.id }))
      },
      favourite(id) {
        const takeId = rowOf(id)?.currentTakeId
        if (!takeId) return toast({ title: 'There is no picture to mark yet' })
        // The row says that one of its takes is a favourite, not which.
        const turn = async (take: { id: string }) => {
          const { favourite } = await readApi<TakeRow>(`/api/v1/takes/${take.id}`)
          return await favouriteTake({ ...take, value: !favourite })
        }
        void tryAction(turn, { id: takeId }).then((result) => {
          if (!result.ok) tell(result)
          else toast({ title: result.value.favourite ? 'Marked as a favourite' : 'No favourite any more' })
        })
      },
    }
  }, [toast, queryClient])
}
