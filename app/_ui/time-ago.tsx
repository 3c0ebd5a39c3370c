'use client'

import { useSyncExternalStore } from 'react'

/** How long ago, in words. Rendered on the server too, so the words may be a little apart until the page is awake. */
export function TimeAgo({ at }: { at: string }) {
  const now = useMinute()
  return (
    <time dateTime={at} suppressHydrationWarning>
      {describeAge(now - new Date(at).getTime())}
    </time>
  )
}

const minuteMs = 60_000

export function describeAge(ageMs: number): string {
  const minutes = Math.floor(ageMs / minuteMs)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return hours === 1 ? '1 hour ago' : `${hours} hours ago`
  const days = Math.floor(hours / 24)
  return days === 1 ? 'yesterday' : `${days} days ago`
}

/** The time, a minute at a time. */
function useMinute(): number {
  return useSyncExternalStore(everyMinute, currentMinute, currentMinute)
}

const currentMinute = () => Math.floor(Date.now() / minuteMs) * minuteMs

function everyMinute(changed: () => void): () => void {
  const timer = setInterval(changed, minuteMs)
  return () => clearInterval(timer)
}
