'use client'

import { useEffect, useState } from 'react'
import type { LiveEventOf } from '#lib/live/catalogue.ts'
import { useLiveSocket } from './providers.tsx'

/** The server could not say whether this page may watch, because its database was away. */
const watchAgainMs = 1_000

/**
 * The latest small picture of what a job is making, as an address an image can show. Previews are made and sent only while
 * somebody looks, so a hidden tab does not ask for them.
 */
export function usePreview(jobId: string | null): string | undefined {
  const socket = useLiveSocket()
  const [preview, setPreview] = useState<{ jobId: string; src: string }>()

  useEffect(() => {
    if (!jobId) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const watch = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'hidden') return
      socket.emit('job.watch', { jobId }, ({ ok, retryable }) => {
        if (!ok && retryable) timer = setTimeout(watch, watchAgainMs)
      })
    }
    const leave = () => {
      clearTimeout(timer)
      // Buffered while the line is down, it would arrive after the next watch.
      if (socket.connected) socket.emit('job.leave', { jobId })
    }
    const onVisibility = () => (document.visibilityState === 'hidden' ? leave() : watch())
    const onPreview = ({ id, mediaType, data }: LiveEventOf<'job.preview'>) => {
      if (id === jobId) setPreview({ jobId, src: `data:${mediaType};base64,${data}` })
    }
    socket.on('connect', watch)
    socket.on('job.preview', onPreview)
    document.addEventListener('visibilitychange', onVisibility)
    if (socket.connected) watch()
    return () => {
      socket.off('connect', watch)
      socket.off('job.preview', onPreview)
      document.removeEventListener('visibilitychange', onVisibility)
      leave()
    }
  }, [socket, jobId])

  return preview?.jobId === jobId ? preview?.src : undefined
}
