'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { Toasts } from '../_ui/toasts.tsx'
import { createLiveSocket, type LiveSocket } from './socket.ts'

const SocketContext = createContext<LiveSocket | null>(null)

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
        <Toasts>{children}</Toasts>
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
        retry: (count) => count < 5,
        retryDelay: (count) => Math.min(250 * 2 ** count, 4_000),
      },
    },
  })
}

export function useLiveSocket(): LiveSocket {
  const socket = useContext(SocketContext)
  if (!socket) throw new Error('useLiveSocket is used outside of Providers.')
  return socket
}

/** Whether events reach this page now. */
export function useIsLive(): boolean {
  const socket = useLiveSocket()
  return useSyncExternalStore(
    (changed) => {
      socket.on('connect', changed).on('disconnect', changed)
      return () => {
        socket.off('connect', changed).off('disconnect', changed)
      }
    },
    () => socket.connected,
    // Shown as live until the browser has had its first chance, so that nothing flickers on arrival.
    () => true,
  )
}
