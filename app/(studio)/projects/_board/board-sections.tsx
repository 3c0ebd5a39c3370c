'use client'

import {
  closestCorners,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { sortableKeyboardCoordinates } from '@dnd-kit/sortable'
import { useId, useState } from 'react'
import { visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board, SectionRow } from '#lib/storyboard/model.ts'
import { announce, instructions } from './drag-words.ts'
import type { LatestJobs } from './latest-jobs.ts'
import { SectionBlock } from './section-block.tsx'
import type { BoardHandle } from './use-board.ts'
import { dropPlace, useBoardActions } from './use-board-actions.ts'
import type { Selection } from './use-selection.ts'

type BoardSectionsProps = {
  handle: BoardHandle
  board: Board
  sections: readonly SectionRow[]
  jobs: LatestJobs
  selection: Selection
}

// Made once: new ones would draw every row again at every key.
const mouseOptions = { activationConstraint: { distance: 4 } }
// A short press tells dragging from scrolling.
const touchOptions = { activationConstraint: { delay: 180, tolerance: 8 } }
const keyboardOptions = { coordinateGetter: sortableKeyboardCoordinates }

/** All sections, and the dragging of sentences within and between them. */
export function BoardSections({ handle, board, sections, jobs, selection }: BoardSectionsProps) {
  const { rows, sections: sectionActions, drop, composerAfterId, heldIds } = useBoardActions(handle, selection)
  const [draggedId, setDraggedId] = useState<string>()
  const sensors = useSensors(
    useSensor(MouseSensor, mouseOptions),
    useSensor(TouchSensor, touchOptions),
    useSensor(KeyboardSensor, keyboardOptions),
  )

  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setDraggedId(undefined)
    const id = String(active.id)
    const to = over && dropPlace(board, { id, overId: String(over.id) })
    if (to) drop(id, to)
  }

  const dragged = board.sentences.find((row) => row.id === draggedId)
  let firstNumber = 1
  return (
    <DndContext
      id={useId()}
      sensors={sensors}
      collisionDetection={closestCorners}
      accessibility={{ announcements: announce(board), screenReaderInstructions: instructions }}
      onDragStart={({ active }) => setDraggedId(String(active.id))}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDraggedId(undefined)}
    >
      {sections.map((section) => {
        const sentences = visibleSentences(board, section.id, heldIds)
        const start = firstNumber
        firstNumber += sentences.length
        return (
          <SectionBlock
            key={section.id}
            section={section}
            sentences={sentences}
            firstNumber={start}
            isOnly={sections.length === 1}
            isFirstEver={sections.length === 1 && board.sentences.length === 0}
            composerAfterId={composerAfterId}
            conflicts={handle.conflicts}
            arrivals={handle.arrivals}
            jobs={jobs}
            openId={selection.id}
            actions={sectionActions}
            rowActions={rows}
          />
        )
      })}
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className="rounded-md border border-accent bg-raised px-4 py-2.5 text-lg shadow-float">
            <p className="line-clamp-3">{dragged.text}</p>
          </div>
        )}
      </DragOverlay>
    </DndContext>
  )
}
