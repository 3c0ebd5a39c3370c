'use client'

import { useDeferredValue, useMemo } from 'react'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board } from '#lib/storyboard/model.ts'
import type { BoardIndex } from '../board-index.ts'
import { hasHit, type Searching } from './search.ts'

/** The sentences with a hit, in order. One moment behind the keys when there are many to look through. */
export function useHits({
  board,
  shown,
  searching,
}: {
  board: Board
  shown: BoardIndex
  searching: Searching
}): readonly string[] {
  const deferred = useDeferredValue(searching)
  const { sentences } = useDeferredValue(board)
  return useMemo(() => {
    if (deferred.wanted === '') return none
    return shown.order.filter((id) => {
      const row = findRow(sentences, id)
      return row !== undefined && hasHit(row, deferred)
    })
  }, [sentences, shown, deferred])
}

const none: readonly string[] = []

/** The hit to go to from here: the next one, and from the last the first. */
export function hitNextTo(hits: readonly string[], place: { order: readonly string[]; id: string | null; by: 1 | -1 }) {
  const { order, id, by } = place
  if (hits.length === 0) return undefined
  const at = id === null ? -1 : hits.indexOf(id)
  if (at >= 0) return hits[(at + by + hits.length) % hits.length]
  // From a sentence without one: the nearest in that direction.
  const from = id === null ? -1 : order.indexOf(id)
  const places = new Map(order.map((one, index) => [one, index]))
  const isBeyond = (hit: string) => (by > 0 ? (places.get(hit) ?? 0) > from : (places.get(hit) ?? 0) < from)
  return by > 0 ? (hits.find(isBeyond) ?? hits[0]) : (hits.findLast(isBeyond) ?? hits.at(-1))
}
