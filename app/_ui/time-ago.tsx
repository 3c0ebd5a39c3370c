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

/** How long something is kept yet, in words. */
export function DaysLeft({ until }: { until: string }) {
  const now = useMinute()
  return (
    <time dateTime={until} suppressHydrationWarning>
      {describeDaysLeft(new Date(until).getTime() - now)}
    </time>
  )
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export function describeDaysLeft(leftMs: number): string {
  if (leftMs < dayMs) return 'less than a day more'
  const days = Math.round(leftMs / dayMs)
  return days === 1 ? '1 more day' : `${days} more days`
}

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
