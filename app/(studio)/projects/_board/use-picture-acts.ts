'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import type { Result } from '#app/_server/action.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { isSamePicture } from '#lib/recipe/same-picture.ts'
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
  /** The take of which it was said last that it would be made again. Asked once more, it is. */
  const toldOfId = useRef<string>(undefined)
  /** What is being asked for, of each sentence. */
  const asking = useRef(new Map<string, Promise<void>>())
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
    const unpin = (id: string) =>
      latest.current.handle.perform('unpinning the seed', { kind: 'sentence.set', ids: [id], values: { seed: null } })
    const make = (id: string, seed?: string) => {
      const row = rowOf(id)
      const refusal = row && whyNot(row, activeIdOf(row) !== null)
      if (refusal !== undefined) return toast({ title: refusal })
      if (!row) return
      // A key that is held down asks many times before the first is answered, and means one.
      if (asking.current.has(id)) return
      const asked = ask(id, async () => {
        if (seed !== undefined) return await tryAction(regenerateImage, { sentenceId: id, seed })
        const told = row.seed === null ? noRepeat : await tryAction(readRepeat, id)
        if (!told.ok) return told
        if (told.value !== null && told.value !== toldOfId.current) {
          toldOfId.current = told.value
          // Asked once more from here on, it is meant, however long the rest of this takes to settle.
          asking.current.delete(id)
          return offerAnother(id)
        }
        // Whoever looks at a draft wants that picture as a final, unless a new one is asked for.
        return await tryAction(regenerateImage, { sentenceId: id, from: 'draft' })
      })
      asking.current.set(
        id,
        asked.finally(() => asking.current.delete(id)),
      )
    }
    const offerAnother = (id: string) => {
      const run = () => {
        unpin(id)
        // Whoever presses it may just have asked by the key, too.
        void Promise.resolve(asking.current.get(id)).then(() => make(id, drawSeed()))
      }
      toast({
        title: 'This would make the same picture',
        description: 'Same prompt, same seed. Ask once more to make it all the same.',
        action: { label: 'Another seed', run },
      })
      return noRepeat
    }
    return {
      make: (id) => make(id),
      makeWithNewSeed(id) {
        if (rowOf(id)?.seed === null) return make(id, drawSeed())
        toast({
          title: 'The seed is pinned',
          description: 'Unpin it, and a new one can be drawn.',
          action: { label: 'Unpin', run: () => unpin(id) },
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

const noRepeat = { ok: true, value: null } as const

/** The take that the pinned seed would make again, as the server knows the sentence now. */
async function readRepeat(sentenceId: string): Promise<Result<string | null>> {
  const { seed, currentTakeId, staleBecause } = await readApi<SentenceRow>(`/api/v1/sentences/${sentenceId}`)
  if (currentTakeId === null) return noRepeat
  const take = await readApi<TakeRow>(`/api/v1/takes/${currentTakeId}`)
  const isSame = isSamePicture({ ...take, staleBecause }, { seed, pictureIndex: 0 })
  return { ok: true, value: isSame ? currentTakeId : null }
}
