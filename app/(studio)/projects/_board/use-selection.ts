'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef } from 'react'

export type Selection = {
  /** The sentence that is open in the inspector. */
  id: string | null
  open(id: string): void
  /** Closes the inspector and gives the focus back to the row. */
  close(): void
}

const name = 'sentence'

/** Which sentence is open. It stands in the address, so that a reload, or whoever gets the link, finds it open too. */
export function useSelection(): Selection {
  const id = useSearchParams().get(name)
  const open = useCallback((next: string) => replaceAddress(next), [])
  const closed = useRef<string>(undefined)
  const close = useCallback(() => {
    closed.current = new URLSearchParams(window.location.search).get(name) ?? undefined
    replaceAddress(undefined)
  }, [])
  useEffect(() => {
    // Not before the inspector is gone: a sheet keeps the list out of reach.
    if (id === null && closed.current) focusPicture(closed.current)
    closed.current = undefined
  }, [id])
  return useMemo(() => ({ id, open, close }), [id, open, close])
}

/** The button that opens the inspector for a sentence, once the row is drawn. */
export function focusPicture(sentenceId: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-picture="${CSS.escape(sentenceId)}"]`)?.focus()
  })
}

function replaceAddress(sentenceId: string | undefined): void {
  const url = new URL(window.location.href)
  if (url.searchParams.get(name) === (sentenceId ?? null)) return
  if (sentenceId) url.searchParams.set(name, sentenceId)
  else url.searchParams.delete(name)
  window.history.replaceState(null, '', url)
}
