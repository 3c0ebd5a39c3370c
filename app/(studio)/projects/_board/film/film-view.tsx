'use client'

import { type RefObject, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { type Command, useCommands } from '../../../_shell/commands.tsx'
import type { BoardIndex } from '../board-index.ts'
import type { ListHandle } from '../board-list.tsx'
import type { LatestJobs } from '../latest-jobs.ts'
import type { Picker } from '../picking/use-picking.ts'
import { secondsOfRow } from './durations.ts'
import { FilmStage } from './film-stage.tsx'
import { FilmStrip } from './film-strip.tsx'
import { Transport } from './transport.tsx'
import { usePlayer } from './use-player.ts'

type FilmViewProps = {
  ref: RefObject<ListHandle | null>
  board: Board
  jobs: LatestJobs
  shown: BoardIndex
  picker: Picker
}

/** The sentences one after the other, each for as long as it takes to say it. */
export function FilmView({ ref, board, jobs, shown, picker }: FilmViewProps) {
  const { order } = shown
  const { currentId } = picker.state
  const at = Math.max(0, currentId === null ? 0 : order.indexOf(currentId))
  const id = order[at]
  const row = id === undefined ? undefined : findRow(board.sentences, id)
  const starts = useStarts(board, order)
  const clock = useRef<((passed: number) => void) | null>(null)
  const latest = useRef({ at, order, picker })
  useEffect(() => {
    latest.current = { at, order, picker }
  })
  const goTo = useMemo(
    () => (place: number) => {
      const now = latest.current
      const next = now.order[Math.max(0, Math.min(place, now.order.length - 1))]
      if (next !== undefined) now.picker.one(next)
    },
    [],
  )
  const player = usePlayer({
    seconds: row ? secondsOfRow(row) : 0,
    frameId: id ?? null,
    onTick: (passed) => clock.current?.(passed),
    onDone: () => (at + 1 < order.length ? goTo(at + 1) : player.pause()),
  })
  const { toggle } = player
  const stage = useRef<HTMLDivElement>(null)
  const fullScreen = useMemo(
    () => () => {
      if (document.fullscreenElement) void document.exitFullscreen()
      else void stage.current?.requestFullscreen()
    },
    [],
  )
  // Whoever brings a sentence into sight makes it the one that is shown.
  useImperativeHandle(ref, () => ({ show: () => undefined }), [])
  useCommands(
    useMemo(
      (): Command[] => [
        {
          id: 'film-play',
          title: 'Play or pause',
          group: 'Filmstrip',
          keys: ['Space', 'P'],
          isInFront: true,
          run: toggle,
        },
        {
          ...{ id: 'film-next', title: 'Next frame', group: 'Filmstrip', keys: ['→'] },
          run: () => goTo(latest.current.at + 1),
        },
        {
          ...{ id: 'film-previous', title: 'Frame before', group: 'Filmstrip', keys: ['←'] },
          run: () => goTo(latest.current.at - 1),
        },
        { id: 'film-full', title: 'Full screen', group: 'Filmstrip', keys: ['Shift ↵'], run: fullScreen },
      ],
      [toggle, goTo, fullScreen],
    ),
  )
  return (
    <div ref={stage} data-board-film className="film-view flex flex-col gap-3 bg-canvas pt-4">
      <FilmStage row={row} nextUrl={nextUrlOf(board, order[at + 1])} number={at + 1} project={board.project} />
      <Transport
        {...{ at, starts, clock, player, goTo }}
        count={order.length}
        seconds={row ? secondsOfRow(row) : 0}
        onFullScreen={fullScreen}
      />
      <FilmStrip {...{ board, jobs, order, at, goTo }} />
    </div>
  )
}

/** When each frame begins, and behind the last when all is over. */
function useStarts(board: Board, order: readonly string[]): Float64Array {
  return useMemo(() => {
    const starts = new Float64Array(order.length + 1)
    for (const [at, id] of order.entries()) {
      const row = findRow(board.sentences, id)
      starts[at + 1] = (starts[at] ?? 0) + (row ? secondsOfRow(row) : 0)
    }
    return starts
  }, [board.sentences, order])
}

function nextUrlOf(board: Board, id: string | undefined): string | undefined {
  return (id !== undefined && findRow(board.sentences, id)?.imageUrl) || undefined
}
