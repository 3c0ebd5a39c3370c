'use client'

import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { BoardIndex } from '../board-index.ts'
import { type Anchor, anchorAt, driftOf } from './anchor.ts'
import { createLayout, type Estimates, type Layout, type Line } from './layout.ts'
import { linesOf } from './lines.ts'
import { type Part, toParts } from './parts.ts'

export type ListWindow = {
  list: RefObject<HTMLDivElement | null>
  parts: readonly Part[]
  /** Brings a sentence onto the page, wherever it stands, and into sight. Not while React draws. */
  show(id: string): HTMLElement | undefined
}

type WindowParts = {
  lines: readonly Line[]
  index: BoardIndex
  estimates: Estimates
  /** Stay on the page though they are out of sight: whoever is in one of them keeps the focus. */
  pinnedIds: readonly string[]
  /** Heights are known for one way of drawing. */
  scope: string
}

/** Drawn above and below what is seen, so that there is something to scroll into. */
const beyondPx = 900
/** When less than this is left of it, the window moves on: few rows at a time, often, keep every frame short. */
const leastBeyondPx = 700
/** The server cannot know how tall the window is. */
const firstPx = 1_300

/**
 * Which part of a long list is on the page. The rows stand in the flow with room where others would be, so nothing shifts when a
 * row turns out taller than was thought, and what is at the top of the window stays there whatever happens above it.
 */
export function useWindow({ lines, index, estimates, pinnedIds, scope }: WindowParts): ListWindow {
  const list = useRef<HTMLDivElement>(null)
  const heightsOf = useState(() => new Map<string, Map<string, number>>())[0]
  const heights = heightsOf.get(scope) ?? new Map<string, number>()
  heightsOf.set(scope, heights)
  const layout = useMemo(() => createLayout({ lines, estimates, heights }), [lines, estimates, heights])
  const [span, setSpan] = useState({ top: 0, bottom: firstPx })
  const shown = useMemo(() => {
    const [first, last] = [layout.find(span.top), layout.find(span.bottom)]
    const all = new Set(linesOf(lines, { index, ids: pinnedIds }))
    for (let at = first; at <= last && at < lines.length; at++) all.add(at)
    return [...all].sort((a, b) => a - b)
  }, [layout, lines, index, pinnedIds, span])
  const parts = toParts(layout, shown)

  const anchor = useRef<Anchor>(undefined)
  const latest = useRef({ layout, span, index })
  const observer = useRef<LineObserver>(undefined)

  const [look, settle] = useMemo(() => {
    const keepAnchor = () => {
      if (list.current) anchor.current = anchorAt(latest.current.layout, seenOf(list.current))
    }
    const moveOn = () => {
      const element = list.current
      if (!element) return
      keepAnchor()
      const { layout: now, span: drawn } = latest.current
      const { top, bottom } = seenOf(element)
      const end = now.offset(now.lines.length)
      const isShort = top - leastBeyondPx < drawn.top && drawn.top > 0
      const isShortBelow = bottom + leastBeyondPx > drawn.bottom && drawn.bottom < end
      if (isShort || isShortBelow) setSpan({ top: Math.max(0, top - beyondPx), bottom: bottom + beyondPx })
    }
    /** Whatever changed above what is seen, what is seen stays where it is. */
    const stay = () => {
      const drift = anchor.current ? driftOf(latest.current.layout, anchor.current) : 0
      if (Math.abs(drift) >= 1) window.scrollBy({ top: drift, behavior: 'instant' })
      keepAnchor()
    }
    return [moveOn, stay]
  }, [])

  useLayoutEffect(() => {
    latest.current = { layout, span, index }
    observer.current ??= observeLines(({ key, heightPx }) => measure(latest.current.layout, key, heightPx), settle)
    const added = observer.current.watch(list.current)
    for (const { key, heightPx } of added) measure(layout, key, heightPx)
    settle()
  })
  useEffect(() => {
    look()
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
      observer.current?.stop()
      observer.current = undefined
    }
  }, [look])
  // Another list stands elsewhere on the page.
  useEffect(() => {
    if (lines.length > 0) look()
  }, [lines, look])

  const show = useMemo(
    () => (id: string) => {
      const there = elementOf(id)
      if (!there) {
        const { layout: now, index: known } = latest.current
        const [at] = linesOf(now.lines, { index: known, ids: [id] })
        if (at === undefined) return undefined
        const top = now.offset(at)
        flushSync(() => setSpan({ top: Math.max(0, top - beyondPx), bottom: top + beyondPx }))
      }
      const element = there ?? elementOf(id)
      element?.scrollIntoView({ block: there ? 'nearest' : 'center', behavior: 'instant' })
      return element
    },
    [],
  )
  return { list, parts, show }
}

/** What of the list is in the window, from the top of the list. What stays at the window's top covers some of it. */
function seenOf(list: HTMLElement): { top: number; bottom: number } {
  const { top } = list.getBoundingClientRect()
  const covered = Number.parseFloat(getComputedStyle(list).scrollMarginTop) || 0
  return { top: covered - top, bottom: window.innerHeight - top }
}

export function elementOf(id: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-sentence="${CSS.escape(id)}"]`) ?? undefined
}

function measure(layout: Layout, key: string, heightPx: number): void {
  const at = layout.indexOf(key)
  if (at !== undefined) layout.measure(at, heightPx)
}

type Measured = { key: string; heightPx: number }
type LineObserver = { watch(list: HTMLElement | null): Measured[]; stop(): void }

/** Hears when a line that is on the page becomes taller or shorter. Those that are new are measured at once. */
function observeLines(onMeasured: (measured: Measured) => void, onDone: () => void): LineObserver {
  const watched = new Set<Element>()
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target.isConnected) onMeasured(measureOf(target))
    onDone()
  })
  return {
    watch(list) {
      const there = new Set(list?.querySelectorAll('[data-line]'))
      for (const element of watched) {
        if (there.has(element)) continue
        observer.unobserve(element)
        watched.delete(element)
      }
      const added = [...there].filter((element) => !watched.has(element))
      for (const element of added) {
        watched.add(element)
        observer.observe(element)
      }
      return added.map(measureOf)
    },
    stop: () => observer.disconnect(),
  }
}

function measureOf(element: Element): Measured {
  return { key: element.getAttribute('data-line') ?? '', heightPx: element.getBoundingClientRect().height }
}
