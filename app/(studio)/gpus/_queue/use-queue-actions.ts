'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import type { Result } from '#app/_server/action.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { cancelMany, moveJob, pauseQueue, resumeQueue, stopOthers } from '../queue-actions.ts'

export type QueueActions = ReturnType<typeof useQueueActions>

/** What people may do with what waits; what came of it is told, where it is not seen. */
export function useQueueActions() {
  const queryClient = useQueryClient()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const run = async <I, T>(act: (input: I) => Promise<Result<T>>, input: I, title?: (value: T) => string) => {
    setBusy(true)
    const result = await tryAction(act, input).finally(() => setBusy(false))
    if (!result.ok) toast(errorToast(result.error))
    else if (title) toast({ title: title(result.value) })
    await Promise.all(
      [queryKeys.queue(), queryKeys.gpus].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    )
  }
  return {
    isBusy,
    pause: () => run(pauseQueue, {}),
    resume: () => run(resumeQueue, {}),
    toFront: (jobId: string) => run(moveJob, { jobId, to: 'front' }, () => 'It is the next to be made'),
    toBack: (jobId: string) => run(moveJob, { jobId, to: 'back' }, () => 'It is made last'),
    cancel: (jobIds: string[]) =>
      run(cancelMany, { jobIds }, () => (jobIds.length === 1 ? 'Cancelled' : `${jobIds.length} cancelled`)),
    stopOthers: (jobId: string) =>
      run(stopOthers, { jobId }, ({ cancelled, stopping }) => `${cancelled + stopping} others stopped`),
  }
}
