'use client'

import { useIsLive } from '#app/_live/providers.tsx'
import { classes } from '#app/_ui/classes.ts'

/** Whether others' changes arrive as they happen. */
export function LiveState() {
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
      <span aria-hidden className={classes('size-2 rounded-full', isLive ? 'bg-ok' : 'animate-pulse bg-danger')} />
      <span className="max-xl:sr-only">{isLive ? 'Live' : 'Reconnecting…'}</span>
    </p>
  )
}
