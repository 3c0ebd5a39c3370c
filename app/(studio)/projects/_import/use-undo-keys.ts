'use client'

import { useEffect, useEffectEvent } from 'react'

/** Ctrl or ⌘ Z, and with Shift the other way, also in a sentence, whose words cannot be typed. A field that can has its own. */
export function useUndoKeys(acts: { undo(): void; redo(): void } | undefined): void {
  const run = useEffectEvent((isBack: boolean) => (isBack ? acts?.undo() : acts?.redo()))
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'z') return
      const { target } = event
      const isOwn = target instanceof HTMLTextAreaElement && target.dataset.key !== undefined
      if (!isOwn && (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return
      event.preventDefault()
      run(!event.shiftKey)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
