'use client'

import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { LiveEventType } from '#lib/live/catalogue.ts'
import { createPacer, type Pacer } from './pacer.ts'
import { useLiveEvents } from './use-live-events.ts'
import { useLiveSocket } from './use-live-socket.ts'

/** While a batch is made events come many times a second; a person reads no faster than this. */
const everyMs = 1_000

/**
 * Reads again what many events change, at most once a second and only while somebody looks: a tab that was hidden catches up
 * when it is shown.
 */
export function usePacedRefresh(events: readonly LiveEventType[], queryKey: QueryKey): void {
  const queryClient = useQueryClient()
  const socket = useLiveSocket()
  const pacer = useRef<Pacer>(undefined)
  const refresh = useEffectEvent(() => queryClient.invalidateQueries({ queryKey }))
  const ask = () => pacer.current?.ask()

  useEffect(() => {
    const current = createPacer({ run: () => refresh(), everyMs })
    // Hidden, it only remembers that something happened.
    let isMissed = false
    const askWhenSeen = () => {
      isMissed = document.visibilityState === 'hidden'
      if (!isMissed) current.ask()
    }
    const onVisible = () => isMissed && askWhenSeen()
    pacer.current = { ask: askWhenSeen, stop: current.stop }
    document.addEventListener('visibilitychange', onVisible)
    // Nobody listened while no page showed it.
    if (socket.connected) askWhenSeen()
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      current.stop()
    }
  }, [socket])
  useLiveEvents({
    ...Object.fromEntries(events.map((event) => [event, ask])),
    'live.gap': ask,
    connect: ask,
  })
}
