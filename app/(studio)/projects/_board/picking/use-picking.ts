'use client'

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { BoardIndex } from '../board-index.ts'
import * as picking from './picking.ts'

export type Picker = {
  state: picking.Picking
  one(id: string): void
  also(id: string): void
  box(id: string, isIn: boolean): void
  /** All up to this one. */
  to(id: string): void
  all(): void
  none(): void
  /** While a frame is drawn: what it covers now, added to what was chosen when it began. */
  framed(before: picking.Picking, ids: readonly string[]): void
  /** As it is now, between two drawings too. */
  now(): picking.Picking
  /** What an act would be about now, in the order of the script. */
  targets(): string[]
}

/** What is chosen of what is shown. The functions are made once. */
export function usePicking(shown: BoardIndex, firstId: string | null): Picker {
  const [state, setState] = useState(() => ({ ...picking.nothingPicked, currentId: firstId, anchorId: firstId }))
  const latest = useRef<picking.Picking>(state)
  const seen = useRef(shown)
  useLayoutEffect(() => {
    seen.current = shown
  })
  // What a teammate deletes, or a filter hides, is not chosen any more: nobody acts on what they do not see.
  const kept = useMemo(() => picking.keepKnown(state, (id) => shown.sectionOf.has(id)), [state, shown])

  const acts = useMemo(() => {
    const change = (next: picking.Picking) => {
      latest.current = next
      setState(next)
    }
    const now = () => picking.keepKnown(latest.current, (id) => seen.current.sectionOf.has(id))
    return {
      one: (id: string) => change(picking.pickOne(latest.current, id)),
      also: (id: string) => change(picking.pickAlso(now(), id)),
      box: (id: string, isIn: boolean) => change(picking.pickBox(now(), { id, isIn })),
      to: (id: string) => change(picking.pickTo(now(), id, seen.current.order)),
      all: () => change(picking.pickAll(latest.current, seen.current.order)),
      none: () => change(picking.letGo(latest.current)),
      framed: (before: picking.Picking, ids: readonly string[]) => change(picking.pickFramed(before, ids)),
      now: () => latest.current,
      targets: () => picking.targetsOf(latest.current, seen.current.order),
    }
  }, [])
  return useMemo(() => ({ ...acts, state: kept }), [acts, kept])
}
