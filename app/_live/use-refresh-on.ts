'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveEventType } from '#lib/live/catalogue.ts'
import { useLiveSocket } from './providers.tsx'

/** Reads a small list again whenever an event may have changed it, and after every time without events. */
export function useRefreshOn(event: LiveEventType, queryKey: readonly string[]): void {
  const socket = useLiveSocket()
  const queryClient = useQueryClient()
  useEffect(() => {
    const refresh = () => void queryClient.invalidateQueries({ queryKey })
    const names = [event, 'live.gap', 'connect'] as const
    for (const name of names) socket.on(name, refresh)
    if (socket.connected) refresh()
    return () => {
      for (const name of names) socket.off(name, refresh)
    }
  }, [socket, queryClient, event, queryKey])
}
