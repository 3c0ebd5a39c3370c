'use client'

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { createProgressStore, type Progress, type ProgressStore } from './progress-store.ts'
import { useLiveEvents } from './use-live-events.ts'

const ProgressContext = createContext<ProgressStore | null>(null)

/** Hears how far jobs are, once for the whole tab. */
export function ProgressProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => createProgressStore(() => performance.now()))
  useLiveEvents({
    'job.progress': store.progress,
    'job.updated': store.updated,
    connect: store.forget,
    'live.gap': store.forget,
  })
  return <ProgressContext value={store}>{children}</ProgressContext>
}

export function useProgress(jobId: string | null): Progress | undefined {
  const store = useProgressStore()
  // Of one identity: with another one at every render it would be subscribed anew each time.
  const subscribe = useCallback(
    (changed: () => void) => (jobId ? store.subscribe(jobId, changed) : () => {}),
    [store, jobId],
  )
  return useSyncExternalStore(
    subscribe,
    () => (jobId ? store.get(jobId) : undefined),
    () => undefined,
  )
}

/** For how many seconds nothing was heard of a job, once that is longer than its steps take. Give what was heard last. */
export function useSilence(jobId: string | null, progress: Progress | undefined): number | undefined {
  const store = useProgressStore()
  const [told, setTold] = useState<{ since: Progress; seconds: number }>()
  useEffect(() => {
    if (jobId === null || !progress) return
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      const silence = store.silence(jobId)
      if (!silence) return
      const { ms, usualMs } = silence
      if (ms >= usualMs) setTold({ since: progress, seconds: Math.floor(ms / 1_000) })
      timer = setTimeout(look, ms < usualMs ? usualMs - ms : 1_000 - (ms % 1_000))
    }
    look()
    return () => clearTimeout(timer)
  }, [store, jobId, progress])
  return told?.since === progress ? told?.seconds : undefined
}

function useProgressStore(): ProgressStore {
  const store = useContext(ProgressContext)
  if (!store) throw new Error('Progress is used outside of ProgressProvider.')
  return store
}
