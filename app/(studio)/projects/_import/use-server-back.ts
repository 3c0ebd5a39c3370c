'use client'

import { useEffect, useEffectEvent } from 'react'
import { useLiveSocket } from '#app/_live/use-live-socket.ts'
import type { ErrorBody } from '#lib/runtime/errors.ts'

/** A line that is back, but lets no socket through, is found this soon. */
const lookEveryMs = 3_000

/** Where the server did not answer, does something once it does again. */
export function useServerBack(error: Pick<ErrorBody, 'code'> | undefined, onBack: () => void): void {
  const socket = useLiveSocket()
  const tell = useEffectEvent(onBack)
  const isAway = error?.code === 'UNAVAILABLE'
  useEffect(() => {
    if (!isAway) return
    const looking = new AbortController()
    const { signal } = looking
    const look = async () => {
      const answer = await fetch('/ready', { cache: 'no-store', signal }).catch(() => undefined)
      if (!answer?.ok || signal.aborted) return
      looking.abort()
      tell()
    }
    const timer = setInterval(() => void look(), lookEveryMs)
    const onLine = () => void look()
    window.addEventListener('online', onLine, { signal })
    socket.on('connect', onLine)
    signal.addEventListener('abort', () => {
      clearInterval(timer)
      socket.off('connect', onLine)
    })
    return () => looking.abort()
  }, [isAway, socket])
}
