'use client'

import { useEffect, useRef, useState } from 'react'
import { swallowClick } from '../swallow-click.ts'
import { nothingPicked, type Picking } from './picking.ts'
import type { Picker } from './use-picking.ts'

type Box = { left: number; top: number; right: number; bottom: number }

/** A hand that only presses trembles less than this. */
const startsAfterPx = 6

/** Choosing cards by drawing a frame around them with the mouse, from wherever there is no card. */
export function FrameLayer({ picker }: { picker: Picker }) {
  const [box, setBox] = useState<Box>()
  const latest = useRef(picker)
  latest.current = picker
  useEffect(() => {
    // In pixels of the page, so that the frame can grow while it scrolls.
    let from: { x: number; y: number } | undefined
    let before: Picking = nothingPicked
    let isDrawn = false
    const onDown = (event: PointerEvent) => {
      const { target } = event
      if (event.pointerType !== 'mouse' || event.button !== 0 || !(target instanceof Element)) return
      if (!target.closest('[data-board-list]') || target.closest('button, input, textarea, label, a')) return
      from = { x: event.pageX, y: event.pageY }
      before =
        event.shiftKey || event.ctrlKey || event.metaKey
          ? latest.current.now()
          : { ...latest.current.now(), chosenIds: new Set() }
    }
    const onMove = (event: PointerEvent) => {
      if (!from) return
      if (!isDrawn && Math.hypot(event.pageX - from.x, event.pageY - from.y) < startsAfterPx) return
      if (!isDrawn) document.getSelection()?.removeAllRanges()
      isDrawn = true
      document.documentElement.classList.add('framing')
      const next = boxOf(from, { x: event.pageX, y: event.pageY })
      setBox(next)
      latest.current.framed(before, idsWithin(next))
    }
    const onUp = () => {
      if (isDrawn) swallowClick()
      from = undefined
      isDrawn = false
      document.documentElement.classList.remove('framing')
      setBox(undefined)
    }
    const listening = new AbortController()
    const { signal } = listening
    window.addEventListener('pointerdown', onDown, { signal })
    window.addEventListener('pointermove', onMove, { signal })
    window.addEventListener('pointerup', onUp, { signal })
    window.addEventListener('pointercancel', onUp, { signal })
    return () => {
      listening.abort()
      // A key may lead to another view in the middle of it.
      document.documentElement.classList.remove('framing')
    }
  }, [])
  if (!box) return null
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute z-20 rounded-sm border border-accent bg-[color-mix(in_srgb,var(--accent)_15%,transparent)]"
      style={{ left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top }}
    />
  )
}

function boxOf(a: { x: number; y: number }, b: { x: number; y: number }): Box {
  return { left: Math.min(a.x, b.x), right: Math.max(a.x, b.x), top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) }
}

/** The cards on the page that the frame touches, in order. */
function idsWithin(box: Box): string[] {
  const rows = document.querySelectorAll<HTMLElement>('[data-board-list] [data-sentence]')
  return [...rows].flatMap((row) => {
    const { left, right, top, bottom } = row.getBoundingClientRect()
    const { scrollX, scrollY } = window
    const isIn =
      left + scrollX < box.right &&
      right + scrollX > box.left &&
      top + scrollY < box.bottom &&
      bottom + scrollY > box.top
    return isIn && row.dataset.sentence ? [row.dataset.sentence] : []
  })
}
