'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { stayInRoom } from './stay-in-room.ts'
import { useLiveEvents } from './use-live-events.ts'
import { useLiveSocket } from './use-live-socket.ts'

/**
 * The latest small picture of what a job is making, as an address an image can show. Previews are made and sent only while
 * somebody looks, so a hidden tab does not ask for them.
 */
export function usePreview(jobId: string | null): string | undefined {
  const socket = useLiveSocket()
  const isVisible = useIsVisible()
  const [preview, setPreview] = useState<{ jobId: string; src: string }>()

  useEffect(() => {
    if (!jobId || !isVisible) return
    return stayInRoom(socket, {
      join: (answer) => socket.emit('job.watch', { jobId }, answer),
      leave: () => socket.emit('job.leave', { jobId }),
    })
  }, [socket, jobId, isVisible])
  useLiveEvents({
    'job.preview': ({ id, mediaType, data }) =>
      id === jobId && setPreview({ jobId, src: `data:${mediaType};base64,${data}` }),
  })

  return preview?.jobId === jobId ? preview?.src : undefined
}

function useIsVisible(): boolean {
  return useSyncExternalStore(
    onVisibility,
    () => document.visibilityState !== 'hidden',
    () => true,
  )
}

function onVisibility(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed)
  return () => document.removeEventListener('visibilitychange', changed)
}
