'use client'

import { type RefObject, useEffect } from 'react'

/** Between a notice and the field that makes way for it. */
const gapPx = 12

/**
 * Notices lie over the page, and come while somebody types. What is scrolled into sight stops above them (`--notices`, which
 * globals.css hands to what scrolls), and the field that has the focus is scrolled out from under one that comes. A scroll is no
 * shift: nothing on the page changes its place in it.
 */
export function useRoomForNotices(viewport: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = viewport.current
    if (!element) return
    const { style } = document.documentElement
    const makeRoom = () => {
      const [top] = element.children
      if (!top) return void style.removeProperty('--notices')
      const coveredPx = window.innerHeight - top.getBoundingClientRect().top + gapPx
      style.setProperty('--notices', `${Math.ceil(coveredPx)}px`)
      const field = document.activeElement
      if (field?.matches('input, textarea') && isCovered(field, element)) {
        field.scrollIntoView({ block: 'nearest', behavior: 'instant' })
      }
    }
    const observer = new MutationObserver(makeRoom)
    observer.observe(element, { childList: true })
    return () => {
      observer.disconnect()
      style.removeProperty('--notices')
    }
  }, [viewport])
}

function isCovered(field: Element, notices: Element): boolean {
  const { left, right, top, bottom } = field.getBoundingClientRect()
  return [...notices.children].some((notice) => {
    const over = notice.getBoundingClientRect()
    return over.left < right && left < over.right && over.top - gapPx < bottom && top < over.bottom
  })
}
