'use client'

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

type Draft = {
  /** What stands in the field. */
  value: string
  change(value: string): void
  /** Saves what has been typed; nothing but space is forgotten instead. */
  commit(): void
  discard(): void
}

/** A short text that is saved when the person is done with it: on leaving the field, the page or the tab. */
export function useDraft(saved: string, save: (text: string, baseText: string) => void): Draft {
  const [draft, setDraft] = useState<{ text: string; base: string }>()
  // Leaving the page needs the latest of both, not those of the render its listener was made in.
  const latest = useRef({ draft, save })
  useLayoutEffect(() => {
    latest.current = { draft, save }
  })

  const discard = useCallback(() => {
    latest.current.draft = undefined
    setDraft(undefined)
  }, [])

  const commit = useCallback(() => {
    const { draft: typed, save: saveNow } = latest.current
    discard()
    // As the server will keep it: one line, no space around it.
    const text = typed?.text.replace(/\s+/gu, ' ').trim()
    if (typed && text && text !== typed.base) saveNow(text, typed.base)
  }, [discard])

  useEffect(() => {
    window.addEventListener('pagehide', commit)
    return () => {
      window.removeEventListener('pagehide', commit)
      commit()
    }
  }, [commit])

  const change = (text: string) => setDraft((current) => ({ text, base: current?.base ?? saved }))
  return { value: draft?.text ?? saved, change, commit, discard }
}
