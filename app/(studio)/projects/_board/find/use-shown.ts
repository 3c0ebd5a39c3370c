'use client'

import { useMemo, useRef } from 'react'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { type BoardIndex, filterIndex, indexBoard } from '../board-index.ts'
import type { LatestJobs } from '../latest-jobs.ts'
import type { ViewState } from '../view/view-state.ts'
import { isFiltering, toFilter } from './filters.ts'
import type { Searching } from './search.ts'

type ShownParts = {
  board: Board
  heldIds: ReadonlySet<string>
  view: ViewState
  jobs: LatestJobs
  personId: string
  searching: Searching
}

/** What of the board is seen: all of it in order, and what the filter leaves. Both stay the same objects while nothing moves. */
export function useShown({ board, heldIds, view, jobs, personId, searching }: ShownParts): {
  index: BoardIndex
  shown: BoardIndex
} {
  const lastIndex = useRef<BoardIndex>(undefined)
  const lastShown = useRef<BoardIndex>(undefined)
  const index = useMemo(() => {
    lastIndex.current = indexBoard(board, lastIndex.current, heldIds)
    return lastIndex.current
  }, [board, heldIds])
  const { marks, castId, search, onlyHits } = view
  const shown = useMemo(() => {
    const filter = { marks, castId, search, onlyHits }
    if (!isFiltering(filter)) return index
    const keeps = toFilter(filter, { jobs, personId, searching })
    // Whoever is in a sentence is not thrown out of it because what they write no longer fits the filter.
    const isShown = (id: string) => {
      const row = findRow(board.sentences, id)
      return heldIds.has(id) || (row !== undefined && keeps(row))
    }
    lastShown.current = filterIndex(index, isShown, lastShown.current)
    return lastShown.current
  }, [index, board, heldIds, marks, castId, search, onlyHits, jobs, personId, searching])
  return { index, shown }
}
