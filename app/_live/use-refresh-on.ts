'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveEventType } from '#lib/live/catalogue.ts'
import { useLiveEvents } from './use-live-events.ts'
import { useLiveSocket } from './use-live-socket.ts'

/** Reads a small list again whenever an event may have changed it, and after every time without events. */
export function useRefreshOn(event: LiveEventType, queryKey: readonly string[]): void {
  const socket = useLiveSocket()
  const queryClient = useQueryClient()
  const refresh = () => void queryClient.invalidateQueries({ queryKey })
  useLiveEvents({ [event]: refresh, 'live.gap': refresh, connect: refresh })
  useEffect(() => {
    // Nobody listened while no page showed the list.
    if (socket.connected) void queryClient.invalidateQueries({ queryKey })
  }, [socket, queryClient, queryKey])
}
