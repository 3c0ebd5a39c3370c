'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

type Draft = {
  /** What stands in the field. */
  value: string
  change(value: string): void
  /** Saves what has been typed; nothing but space is forgotten instead. */
  commit(): void
  discard(): void
}

/** A short text that is saved when the person is done with it: on leaving the field, the page or the tab. */
export function useDraft(saved: string, save: (text: string) => void): Draft {
  const [draft, setDraft] = useState<string>()
  // Leaving the page needs the latest of both, not those of the render its listener was made in.
  const latest = useRef({ draft, save, saved })
  latest.current = { draft, save, saved }

  const discard = useCallback(() => {
    latest.current.draft = undefined
    setDraft(undefined)
  }, [])

  const commit = useCallback(() => {
    const { draft: text, save: saveNow, saved: before } = latest.current
    discard()
    if (text !== undefined && text.trim() !== '' && text !== before) saveNow(text)
  }, [discard])

  useEffect(() => {
    window.addEventListener('pagehide', commit)
    return () => {
      window.removeEventListener('pagehide', commit)
      commit()
    }
  }, [commit])

  return { value: draft ?? saved, change: setDraft, commit, discard }
}
