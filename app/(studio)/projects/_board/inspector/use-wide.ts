'use client'

import { useSyncExternalStore } from 'react'

/** From this width on there is room for list and inspector side by side; Tailwind calls it lg. */
const wide = '(min-width: 64rem)'

/** Whether the inspector stands beside the list. The server cannot know, and assumes a desk. */
export function useIsWide(): boolean {
  return useSyncExternalStore(watch, isWide, () => true)
}

export function isWide(): boolean {
  return window.matchMedia(wide).matches
}

function watch(changed: () => void): () => void {
  const query = window.matchMedia(wide)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
