'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { isAppError } from '#lib/runtime/errors.ts'
import { Toasts } from '../_ui/toasts.tsx'
import { ProgressProvider } from './progress.tsx'
import { createLiveSocket } from './socket.ts'
import { SocketContext, useLiveSocket } from './use-live-socket.ts'

/** What lives once in a tab: the cache, the live connection, the notices. */
export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient)
  const [socket] = useState(createLiveSocket)
  useEffect(() => {
    socket.connect()
    return () => {
      socket.disconnect()
    }
  }, [socket])
  return (
    <SocketContext value={socket}>
      <QueryClientProvider client={queryClient}>
        <ProgressProvider>
          <Toasts>{children}</Toasts>
        </ProgressProvider>
      </QueryClientProvider>
    </SocketContext>
  )
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events keep what is shown current, and every reconnect reads again: time alone makes nothing old.
        staleTime: Number.POSITIVE_INFINITY,
        retry: (count, error) => count < 5 && mayPass(error),
        retryDelay: (count) => Math.min(250 * 2 ** count, 4_000),
        // What has failed for good by then is asked for again now and then: the page mends itself.
        refetchInterval: ({ state }) => state.error !== null && mayPass(state.error) && 5_000,
      },
    },
  })
}

function mayPass(error: Error): boolean {
  return !isAppError(error) || error.retryable || error.code === 'INTERNAL'
}

/** Shorter gaps, such as the first moments of a page or a restart of the server, are not worth a person's attention. */
const unnoticedGapMs = 2_000

/** Whether events reach this page, as a person should see it. */
export function useIsLive(): boolean {
  const socket = useLiveSocket()
  const [isLive, setLive] = useState(true)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onConnect = () => {
      clearTimeout(timer)
      setLive(true)
    }
    const onDisconnect = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setLive(false), unnoticedGapMs)
    }
    socket.on('connect', onConnect)
    socket.on('disconnect', onDisconnect)
    if (!socket.connected) onDisconnect()
    return () => {
      clearTimeout(timer)
      socket.off('connect', onConnect)
      socket.off('disconnect', onDisconnect)
    }
  }, [socket])
  return isLive
}
