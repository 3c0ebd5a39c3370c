'use client'

import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board } from '#lib/storyboard/model.ts'
import type { BoardIndex } from '../board-index.ts'
import type { Picker } from '../picking/use-picking.ts'
import type { Destination } from '../places.ts'
import { dropPlace } from './drop-place.ts'
import { type Aim, aimAt } from './find-aim.ts'
import { watchDrag } from './watch-drag.ts'

type DragLayerProps = {
  board: Board
  /** What is seen. */
  index: BoardIndex
  picker: Picker
  drop(ids: readonly string[], to: Destination): void
  /** With the one the pointer holds. */
  onStart(id: string): void
  onEnd(): void
  say(words: string): void
}

type Drag = { ids: readonly string[]; at: { x: number; y: number }; aim: Aim | undefined }

/** Dragging sentences by their numbers, or their cards by the pictures: one, or all that are chosen. Drawn above everything else. */
export function DragLayer(props: DragLayerProps) {
  const [drag, setDrag] = useState<Drag>()
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })
  useEffect(
    () =>
      watchDrag({
        start(id) {
          const { picker, index, onStart, say } = latest.current
          const targets = picker.targets()
          const ids = targets.length > 1 && targets.includes(id) ? targets : [id]
          onStart(id)
          say(ids.length > 1 ? `Dragging ${ids.length} sentences.` : `Dragging sentence ${index.numberOf.get(id)}.`)
          return ids
        },
        move: (ids, at) => setDrag({ ids, at, aim: aimAt(at, ids) }),
        end(ids, at) {
          setDrag(undefined)
          const { index, drop, onEnd, say } = latest.current
          onEnd()
          const aim = at && aimAt(at, ids)
          const to = aim && dropPlace(index, ids, aim.over)
          if (!to) return say('Nothing was moved.')
          drop(ids, to)
          say(ids.length > 1 ? `Moved ${ids.length} sentences.` : 'Moved the sentence.')
        },
      }),
    [],
  )
  if (!drag) return null
  return <DragPicture drag={drag} board={props.board} />
}

function DragPicture({ drag, board }: { drag: Drag; board: Board }) {
  const { ids, at, aim } = drag
  const row = findRow(board.sentences, ids[0] ?? '')
  return (
    <div className="pointer-events-none fixed inset-0 z-40" aria-hidden>
      {aim && (
        <div
          className="absolute rounded-full bg-accent"
          style={{ left: aim.line.x, top: aim.line.y, width: aim.line.width, height: aim.line.height }}
        />
      )}
      <div
        className="absolute flex max-w-80 items-center gap-3 rounded-md border border-accent bg-raised p-1.5 pr-3 shadow-float"
        style={{ left: at.x + 12, top: at.y + 8 }}
      >
        {row?.imageUrl && (
          <img
            src={`${row.imageUrl}?w=320`}
            alt=""
            width={320}
            height={180}
            className="h-9 w-16 shrink-0 rounded-sm object-cover"
          />
        )}
        <p className="line-clamp-2 min-w-0 py-0.5">{row?.text}</p>
        {ids.length > 1 && (
          <span className="shrink-0 rounded-full bg-accent px-2 font-semibold text-on-accent text-sm tabular-nums">
            {ids.length}
          </span>
        )}
      </div>
    </div>
  )
}
