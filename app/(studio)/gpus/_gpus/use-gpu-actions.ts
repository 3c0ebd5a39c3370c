'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { GpuRow } from '#lib/jobs/gpu-model.ts'
import { drainGpu, pauseGpu, resumeGpu } from '../gpu-actions.ts'

/** What people may do with a GPU; what came of it is told. */
export function useGpuActions({ id, name, current }: Pick<GpuRow, 'id' | 'name' | 'current'>) {
  const queryClient = useQueryClient()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const run = async (act: typeof pauseGpu, outcome: { title: string; description?: string }) => {
    setBusy(true)
    const result = await tryAction(act, { id }).finally(() => setBusy(false))
    if (!result.ok) return toast(errorToast(result.error))
    toast(outcome)
    await queryClient.invalidateQueries({ queryKey: queryKeys.gpus })
  }
  const finishes = current ? { description: 'It finishes what it draws. What waits goes to the other GPUs.' } : {}
  return {
    isBusy,
    pause: () => void run(pauseGpu, { title: `${name} is paused`, ...finishes }),
    drain: () =>
      void run(drainGpu, {
        title: current ? `${name} drains` : `${name} is paused`,
        description: current ? 'When it has finished, it is paused.' : 'It had nothing to finish.',
      }),
    resume: () => void run(resumeGpu, { title: `${name} takes pictures again` }),
  }
}
