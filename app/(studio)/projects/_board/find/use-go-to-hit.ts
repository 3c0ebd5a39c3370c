'use client'

import { useDeferredValue, useEffect, useRef } from 'react'
import type { BoardIndex } from '../board-index.ts'
import type { Picker } from '../picking/use-picking.ts'
import { hitNextTo } from './use-hits.ts'

type HitParts = {
  search: string
  hits: readonly string[]
  shown: BoardIndex
  picker: Picker
  show(id: string): void
  /** Makes it the sentence a person is at. */
  at(id: string): void
}

/** While a person types what they look for, the first sentence with it, from where they are, comes into sight. */
export function useGoToHit(parts: HitParts): void {
  // Of the same moment as the hits.
  const wanted = useDeferredValue(parts.search)
  const latest = useRef(parts)
  useEffect(() => {
    latest.current = parts
  })
  // What the server finds comes later, and is gone to when there was nothing to go to.
  const isAny = parts.hits.length > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each text, not when others change what is found.
  useEffect(() => {
    const { hits, shown, picker, show, at } = latest.current
    // A board that is opened with something to find stays where it was opened.
    if (!document.activeElement?.matches('[data-find]')) return
    const { currentId } = picker.now()
    const isAtHit = currentId !== null && hits.includes(currentId)
    const id = isAtHit ? currentId : hitNextTo(hits, { order: shown.order, id: currentId, by: 1 })
    if (id === undefined) return
    show(id)
    if (!isAtHit) at(id)
  }, [wanted, isAny])
}
