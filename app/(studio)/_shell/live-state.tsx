'use client'

import { WifiOff } from 'lucide-react'
import { useIsLive } from '#app/_live/providers.tsx'
import { classes } from '#app/_ui/classes.ts'

/** Whether others' changes arrive as they happen. Where there is no room for words, a sign says that they do not. */
export function LiveState({ isInHeader = false }: { isInHeader?: boolean }) {
  const isLive = useIsLive()
  return (
    <p
      role="status"
      className="flex h-9 items-center gap-2 px-2.5 text-muted text-sm"
      title={
        isLive
          ? 'Changes by others appear as they happen.'
          : 'The connection is lost. What you type is kept and sent later.'
      }
    >
      {!isInHeader && (
        <span aria-hidden className={classes('size-2 rounded-full', isLive ? 'bg-ok' : 'animate-pulse bg-danger')} />
      )}
      {isInHeader && !isLive && <WifiOff size={16} aria-hidden className="text-danger" />}
      <span className="max-xl:sr-only">{isLive ? 'Live' : 'Reconnecting…'}</span>
    </p>
  )
}
