'use client'

import {
  closestCorners,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { useId, useState } from 'react'
import { visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board, SectionRow } from '#lib/storyboard/model.ts'
import { announce, instructions } from './drag-words.ts'
import type { LatestJobs } from './latest-jobs.ts'
import { dropPlace } from './places.ts'
import { SectionBlock } from './section-block.tsx'
import type { BoardHandle } from './use-board.ts'
import { useBoardActions } from './use-board-actions.ts'
import { useCarrying } from './use-carrying.ts'
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

/** All sections, and the dragging of sentences within and between them. */
export function BoardSections({ handle, board, sections, jobs, selection }: BoardSectionsProps) {
  const { rows, sections: sectionActions, drop, composerAfterId, heldIds } = useBoardActions(handle, selection)
  const { shown, carriedId, said, carrying } = useCarrying({ board, drop })
  const [draggedId, setDraggedId] = useState<string>()
  const sensors = useSensors(useSensor(MouseSensor, mouseOptions), useSensor(TouchSensor, touchOptions))

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
      onDragStart={({ active }) => {
        carrying.putBack()
        setDraggedId(String(active.id))
      }}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDraggedId(undefined)}
    >
      {sections.map((section) => {
        const sentences = visibleSentences(shown, section.id, heldIds)
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
            carriedId={carriedId}
            carrying={carrying}
            actions={sectionActions}
            rowActions={rows}
          />
        )
      })}
      <p role="status" aria-live="assertive" className="sr-only">
        {said}
      </p>
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
