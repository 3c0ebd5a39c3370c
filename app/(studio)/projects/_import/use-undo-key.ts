'use client'

import { useEffect, useEffectEvent } from 'react'

/** Ctrl or ⌘ Z, also in a sentence, whose words cannot be typed. A field that can has its own. */
export function useUndoKey(undo: () => void): void {
  const run = useEffectEvent(undo)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z') return
      const { target } = event
      const isOwn = target instanceof HTMLTextAreaElement && target.dataset.key !== undefined
      if (!isOwn && (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
