'use client'

import { createContext, type ReactNode, useCallback, useContext, useState, useSyncExternalStore } from 'react'
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
  const store = useContext(ProgressContext)
  if (!store) throw new Error('useProgress is used outside of ProgressProvider.')
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
