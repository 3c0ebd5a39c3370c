'use client'

import { useEffect, useRef } from 'react'
import type { Picker } from './picking/use-picking.ts'
import type { View } from './view/view-state.ts'

type StayParts = { view: View; picker: Picker; show(id: string): void }

/** Whoever comes with a link to a sentence, or changes the view, finds the sentence they are at in sight. */
export function useStayAt({ view, picker, show }: StayParts): void {
  const latest = useRef({ picker, show })
  useEffect(() => {
    latest.current = { picker, show }
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each view.
  useEffect(() => {
    // Once the view is drawn.
    const frame = requestAnimationFrame(() => {
      const { currentId } = latest.current.picker.now()
      if (currentId !== null) latest.current.show(currentId)
    })
    return () => cancelAnimationFrame(frame)
  }, [view])
}
