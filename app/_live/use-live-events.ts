'use client'

import { useEffect, useEffectEvent } from 'react'
import type { ServerEvents } from './socket.ts'
import { useLiveSocket } from './use-live-socket.ts'

/** What is done when an event comes; `connect` is each new connection, and `live.gap` says that events may have been missed. */
type Heard = Partial<ServerEvents> & { connect?: () => void }

/** Hears events for as long as the component is there, with the handlers of its latest render. */
export function useLiveEvents(heard: Heard): void {
  const socket = useLiveSocket()
  const hear = useEffectEvent((name: string, event?: unknown) => {
    // Safe: the server sends by each name what `ServerEvents` says, and names without a handler find none.
    const handlers = heard as Partial<Record<string, (event: unknown) => void>>
    handlers[name]?.(event)
  })
  useEffect(() => {
    const onAny = (name: string, event?: unknown) => hear(name, event)
    const onConnect = () => hear('connect')
    socket.onAny(onAny)
    socket.on('connect', onConnect)
    return () => {
      socket.offAny(onAny)
      socket.off('connect', onConnect)
    }
  }, [socket])
}
