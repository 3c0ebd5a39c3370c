'use client'

import { useEffect, useState } from 'react'
import type { ActiveJob } from './active-job.ts'

/** A GPU that is free takes a job within a second; after this, somebody may want to know what the GPUs do. */
const longWaitMs = 10_000

/** Whether a job waits for longer than is usual. One that was tried before waits since the page heard of it. */
export function useWaitingLong({ id, state, waitingSince }: ActiveJob): boolean {
  const [longId, setLongId] = useState<string>()
  useEffect(() => {
    if (state !== 'queued') return
    const waitedMs = waitingSince === undefined ? 0 : Date.now() - Date.parse(waitingSince)
    const timer = setTimeout(() => setLongId(id), Math.min(longWaitMs, longWaitMs - waitedMs))
    return () => {
      clearTimeout(timer)
      setLongId(undefined)
    }
  }, [id, state, waitingSince])
  return longId === id && state === 'queued'
}
