'use client'

import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** What the server, which cannot measure, takes a list to be wide. */
const usualPx = 1_168

/** How many cards stand beside one another, as the grid decides it too; one without a size. */
export function usePerLine(cardPx: number | undefined): [RefObject<HTMLDivElement | null>, number] {
  const list = useRef<HTMLDivElement>(null)
  const [widthPx, setWidth] = useState(usualPx)
  useLayoutEffect(() => {
    const element = list.current
    if (!element || cardPx === undefined) return
    const measure = () => setWidth(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [cardPx])
  return [list, cardPx === undefined ? 1 : Math.max(1, Math.floor(widthPx / cardPx))]
}
