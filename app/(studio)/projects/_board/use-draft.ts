'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

/** Saved this long after the last key. */
const autosaveMs = 500

export type Draft = {
  /** What stands in the field. */
  value: string
  isEmpty: boolean
  change(value: string): void
  /** Saves at once what has been typed. An empty draft is not saved. */
  flush(): void
  /** Forgets what has been typed. */
  discard(): void
}

/**
 * A text that saves itself. While there is a draft, the field shows it and nothing from outside replaces it; `save` gets the
 * text the draft began with, so that a change by someone else in between is noticed instead of overwritten.
 */
export function useDraft(saved: string, save: (text: string, baseText: string) => void): Draft {
  const [draft, setDraft] = useState<{ text: string; base: string } | null>(null)
  // The timer and the unmount need the latest of both, not those of the render they were made in.
  const latest = useRef({ draft, save })
  latest.current = { draft, save }

  const flush = useCallback(() => {
    const { draft: current, save: saveNow } = latest.current
    if (!current || current.text.trim() === '') return
    if (current.text !== current.base) saveNow(current.text, current.base)
    latest.current.draft = null
    setDraft(null)
  }, [])

  useEffect(() => {
    if (!draft) return
    const timer = setTimeout(flush, autosaveMs)
    return () => clearTimeout(timer)
  }, [draft, flush])

  useEffect(() => {
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])

  return {
    value: draft?.text ?? saved,
    isEmpty: draft !== null && draft.text.trim() === '',
    change: (text) => setDraft((current) => ({ text, base: current?.base ?? saved })),
    flush,
    discard: () => setDraft(null),
  }
}
