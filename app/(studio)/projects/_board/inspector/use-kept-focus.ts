'use client'

import { type FocusEvent, type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { besideGone } from './strip-takes.ts'

type KeptFocus = {
  /** The focus is in this take now, or in its menu. */
  reach(id: string): void
  leave(event: FocusEvent): void
}

/**
 * A take that goes gives the focus it had to the one beside it, whoever deleted it, and before the next key: that would be
 * lost. What has the focus is noted as it moves, since a browser that has lost an element says the focus is nowhere.
 */
export function useKeptFocus(strip: RefObject<HTMLElement | null>, ids: readonly string[]): KeptFocus {
  const focusedId = useRef<string>(undefined)
  const before = useRef(ids)
  useLayoutEffect(() => {
    const [lostId, known] = [focusedId.current, before.current]
    before.current = ids
    if (lostId === undefined || ids.includes(lostId)) return
    focusedId.current = undefined
    const besideId = besideGone(known, ids, lostId)
    const beside = besideId && strip.current?.querySelector<HTMLElement>(`[data-take="${besideId}"]`)
    if (beside) beside.focus()
    else strip.current?.closest<HTMLElement>('[data-inspector]')?.focus()
  })
  return useMemo(
    () => ({
      reach(id) {
        focusedId.current = id
      },
      leave({ target }) {
        // A window that is left takes the focus along, and gives it back.
        if (target !== document.activeElement) focusedId.current = undefined
      },
    }),
    [],
  )
}
