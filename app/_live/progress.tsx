'use client'

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { createProgressStore, type Progress, type ProgressStore } from './progress-store.ts'
import type { LiveSocket } from './socket.ts'

const ProgressContext = createContext<ProgressStore | null>(null)

/** Hears how far jobs are, once for the whole tab. */
export function ProgressProvider({ socket, children }: { socket: LiveSocket; children: ReactNode }) {
  const [store] = useState(createProgressStore)
  useEffect(() => {
    socket.on('job.progress', store.progress)
    socket.on('job.updated', store.updated)
    socket.on('connect', store.forget)
    socket.on('live.gap', store.forget)
    return () => {
      socket.off('job.progress', store.progress)
      socket.off('job.updated', store.updated)
      socket.off('connect', store.forget)
      socket.off('live.gap', store.forget)
    }
  }, [socket, store])
  return <ProgressContext value={store}>{children}</ProgressContext>
}

export function useProgress(jobId: string | null): Progress | undefined {
  const store = useContext(ProgressContext)
  if (!store) throw new Error('useProgress is used outside of ProgressProvider.')
  return useSyncExternalStore(
    (changed) => (jobId ? store.subscribe(jobId, changed) : () => {}),
    () => (jobId ? store.get(jobId) : undefined),
    () => undefined,
  )
}
