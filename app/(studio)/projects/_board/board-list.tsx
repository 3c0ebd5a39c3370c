'use client'

import { Plus } from 'lucide-react'
import { type RefObject, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { visibleSections } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { type BoardIndex, indexBoard } from './board-index.ts'
import { usePerLine } from './cards/use-per-line.ts'
import { carryInstructions } from './carry-words.ts'
import { DragLayer } from './dragging/drag-layer.tsx'
import type { Searching } from './find/search.ts'
import type { LatestJobs } from './latest-jobs.ts'
import { FrameLayer } from './picking/frame-layer.tsx'
import type { Picker } from './picking/use-picking.ts'
import type { Destination } from './places.ts'
import { type RowsShared, SectionBlock } from './section-block.tsx'
import type { BoardHandle } from './use-board.ts'
import type { useBoardActions } from './use-board-actions.ts'
import { useCarrying } from './use-carrying.ts'
import type { BoardView } from './view/use-board-view.ts'
import { toLines } from './window/lines.ts'
import { useWindow } from './window/use-window.ts'

export type ListHandle = { show(id: string): HTMLElement | undefined }

export type BoardListProps = {
  ref: RefObject<ListHandle | null>
  handle: BoardHandle
  board: Board
  /** What is seen of the board: all, or what a filter leaves. */
  shown: BoardIndex
  isFiltered: boolean
  heldIds: ReadonlySet<string>
  jobs: LatestJobs
  castNames: ReadonlyMap<string, string>
  searching: Searching
  view: BoardView
  picker: Picker
  openId: string | null
  actions: ReturnType<typeof useBoardActions>
  onAddSection(): void
}

const tableEstimates = { head: 48, rows: 79, foot: 84 }
const cardEstimates = { head: 48, rows: 260, foot: 84 }

/** The sentences as rows or as cards, those of them that are in the window. */
export function BoardList(props: BoardListProps) {
  const { ref, handle, board, shown, isFiltered, heldIds, jobs, castNames, searching, view, picker, openId, actions } =
    props
  const { rows, sections: sectionActions, drop, composerAfterId } = actions
  /** The row the pointer holds. Those that come along are drawn by the layer, and there may be thousands. */
  const [draggedId, setDraggedId] = useState<string>()
  const [dragWords, say] = useState('')
  const carrying = useCarrying({ board, drop: (id: string, to: Destination) => drop([id], to) })
  const index = useCarriedIndex({ shown, carried: carrying.shown, board, heldIds })

  const isCards = view.view === 'cards'
  const [measureRef, perLine] = usePerLine(isCards ? view.size : undefined)
  const foldedIds = useMemo(() => new Set(view.foldedIds), [view.foldedIds])
  const lines = useMemo(
    () => toLines({ index, foldedIds, perLine, hasFoot: !isFiltered }),
    [index, foldedIds, perLine, isFiltered],
  )
  const { currentId, chosenIds } = picker.state
  const pinnedIds = useMemo(
    () => [currentId, carrying.carriedId, composerAfterId, draggedId].filter((id) => typeof id === 'string'),
    [currentId, carrying.carriedId, composerAfterId, draggedId],
  )
  const scope = isCards ? `cards ${view.size} ${perLine}` : 'table'
  const estimates = isCards ? cardEstimates : tableEstimates
  const { list, parts, show } = useWindow({ lines, index, estimates, pinnedIds, scope })
  useImperativeHandle(ref, () => ({ show }), [show])
  const fold = useFold(view)

  const shared: RowsShared = {
    ...{ board, index, jobs, castNames, chosenIds, currentId, openId },
    conflicts: handle.conflicts,
    arrivals: handle.arrivals,
    columns: view.columns,
    search: view.search,
    searching,
    actions: rows,
    carriedId: carrying.carriedId,
    carrying: carrying.carrying,
    cardPx: isCards ? view.size : undefined,
  }
  const isOnly = visibleSections(board).length === 1
  const isEmpty = board.sentences.length === 0 && shown.sections.length === 1
  return (
    <div
      ref={measureRef}
      className="group/list"
      data-choosing={chosenIds.size > 0 || undefined}
      data-board-list={view.view}
    >
      <div ref={list} className="scroll-mt-(--board-top)">
        {parts.map((part) => {
          if (part.kind === 'gap') return <div key={part.key} aria-hidden style={{ height: part.heightPx }} />
          const section = index.sections[part.section]
          return (
            section && (
              <SectionBlock
                key={section.id}
                {...{ part, section, shared, composerAfterId }}
                actions={sectionActions}
                isOnly={isOnly}
                isFolded={foldedIds.has(section.id)}
                onFold={fold}
                isFirstEver={isEmpty}
              />
            )
          )
        })}
      </div>
      {!isFiltered && (
        <Button look="quiet" className="mt-2" onClick={props.onAddSection}>
          <Plus size={16} aria-hidden />
          Add section
        </Button>
      )}
      <p id="carry-help" hidden>
        {carryInstructions}
      </p>
      <p role="status" aria-live="assertive" className="sr-only">
        {carrying.said}
      </p>
      <p role="status" className="sr-only">
        {dragWords}
      </p>
      <DragLayer
        {...{ board, index, picker, drop, say }}
        onStart={(id) => {
          carrying.carrying.putBack()
          setDraggedId(id)
        }}
        onEnd={() => setDraggedId(undefined)}
      />
      {isCards && <FrameLayer picker={picker} />}
    </div>
  )
}

type CarriedParts = { shown: BoardIndex; carried: Board; board: Board; heldIds: ReadonlySet<string> }

/** While a sentence is carried, it stands where it would land. */
function useCarriedIndex({ shown, carried, board, heldIds }: CarriedParts): BoardIndex {
  const last = useRef<BoardIndex>(undefined)
  return useMemo(() => {
    if (carried === board) return shown
    last.current = indexBoard(carried, last.current ?? shown, heldIds)
    return last.current
  }, [shown, carried, board, heldIds])
}

function useFold({ foldedIds, change }: BoardView): (id: string) => void {
  const latest = useRef(foldedIds)
  latest.current = foldedIds
  return useMemo(
    () => (id) => {
      const folded = latest.current
      change({ foldedIds: folded.includes(id) ? folded.filter((other) => other !== id) : [...folded, id] })
    },
    [change],
  )
}
