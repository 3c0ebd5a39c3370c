'use client'

import { createContext, useContext } from 'react'
import type { LiveSocket } from './socket.ts'

export const SocketContext = createContext<LiveSocket | null>(null)

export function useLiveSocket(): LiveSocket {
  const socket = useContext(SocketContext)
  if (!socket) throw new Error('useLiveSocket is used outside of Providers.')
  return socket
}
