'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { formatRemembered, type RememberedView, readView, type ViewState, viewCookie, writeView } from './view-state.ts'

export type BoardView = ViewState & { change(part: Partial<ViewState>): void }

/** Typing in the search field must not write into the address at every key: browsers allow only so many. */
const addressRestMs = 300

/** How the board is looked at: from the address, or as the person had it last, and kept in both. */
export function useBoardView(remembered: RememberedView): BoardView {
  const params = useSearchParams()
  const [state, setState] = useState(() => readView(params, remembered))
  const latest = useRef(state)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const change = useCallback((part: Partial<ViewState>) => {
    const next = { ...latest.current, ...part }
    latest.current = next
    setState(next)
    if (part.view ?? part.columns ?? part.size) remember(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => writeAddress(next), addressRestMs)
  }, [])

  useEffect(() => {
    // The way back may lead to another view of the same board.
    const onBack = () => {
      latest.current = readView(new URLSearchParams(window.location.search), latestRemembered(latest.current))
      setState(latest.current)
    }
    window.addEventListener('popstate', onBack)
    return () => {
      window.removeEventListener('popstate', onBack)
      clearTimeout(timer.current)
    }
  }, [])
  return { ...state, change }
}

function latestRemembered({ view, columns, size }: ViewState): RememberedView {
  return { view, columns: [...columns], size }
}

function remember(state: ViewState): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${viewCookie}=${formatRemembered(state)}; path=/; max-age=31536000; samesite=lax`
}

function writeAddress(state: ViewState): void {
  const url = new URL(window.location.href)
  writeView(url.searchParams, state)
  if (url.href !== window.location.href) window.history.replaceState(window.history.state, '', url)
}
