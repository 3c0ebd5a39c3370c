'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { isWide } from './inspector/use-wide.ts'

export type Selection = {
  /** The sentence that is open in the inspector. */
  id: string | null
  /** With a field, the focus goes there. */
  open(id: string, goTo?: InspectorField): void
  /** Closes the inspector and gives the focus back to the row. */
  close(): void
}

export type InspectorField = 'prompt' | 'seed'

const name = 'sentence'

/** Which sentence is open. It stands in the address, so that a reload, or whoever gets the link, finds it open too. */
export function useSelection(): Selection {
  const id = useSearchParams().get(name)
  const shown = useRef<string>(null)
  const opener = useRef<Element>(null)
  const wantedField = useRef<InspectorField>(undefined)
  const isLeaving = useRef(false)

  const open = useCallback((next: string, field?: InspectorField) => {
    opener.current = document.activeElement
    const isShown = shown.current === next
    if (field && isShown) focusInspector(field)
    wantedField.current = isShown ? undefined : field
    // A sheet looks like a page of its own, so the way back leads out of it and not out of the project.
    const isOpen = new URLSearchParams(window.location.search).has(name)
    if (!isOpen && !isWide()) goTo('pushState', next)
    else goTo('replaceState', next)
  }, [])
  const close = useCallback(() => {
    if (!isSheetEntry()) return goTo('replaceState', null)
    // Going back takes a moment, and going twice would leave the project.
    if (!isLeaving.current) window.history.back()
    isLeaving.current = true
  }, [])
  useEffect(() => {
    const before = shown.current
    shown.current = id
    isLeaving.current = false
    if (id !== null && wantedField.current) focusInspector(wantedField.current)
    // Not before the inspector is gone: a sheet keeps the list out of reach.
    if (id === null && before !== null) focusRow(before, opener.current)
    wantedField.current = undefined
  }, [id])
  return useMemo(() => ({ id, open, close }), [id, open, close])
}

/** The button that opens the inspector for a sentence. */
export function focusPicture(sentenceId: string): void {
  document.querySelector<HTMLElement>(`[data-picture="${CSS.escape(sentenceId)}"]`)?.focus()
}

function focusInspector(field: InspectorField): void {
  const panel = document.querySelector('[data-inspector]')
  // The clip's side has no seed; what is written for the sentence is on both.
  const there =
    (field === 'seed' && panel?.querySelector<HTMLElement>('[data-seed]')) || panel?.querySelector('textarea')
  there?.focus()
}

/** Whoever is at work in the list stays where they are; others come back to what they opened it with. */
function focusRow(sentenceId: string, opener: Element | null): void {
  if (document.activeElement?.closest('[data-sentence]')) return
  const row = opener?.closest<HTMLElement>('[data-sentence]')
  if (opener instanceof HTMLElement && opener.isConnected && row?.dataset.sentence === sentenceId) opener.focus()
  // Once the row is drawn.
  else requestAnimationFrame(() => focusPicture(sentenceId))
}

function isSheetEntry(): boolean {
  const state: unknown = window.history.state
  return typeof state === 'object' && state !== null && 'isSheet' in state && state.isSheet === true
}

function goTo(way: 'pushState' | 'replaceState', sentenceId: string | null): void {
  const url = new URL(window.location.href)
  if (url.searchParams.get(name) === sentenceId) return
  if (sentenceId === null) url.searchParams.delete(name)
  else url.searchParams.set(name, sentenceId)
  window.history[way]({ isSheet: way === 'pushState' || isSheetEntry() }, '', url)
}
