'use client'

import { Clock, Image as ImageIcon } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { type LatestJobs, latestJobOf } from '../latest-jobs.ts'
import { pictureStateOf } from '../sentence-state.ts'

type FilmStripProps = {
  board: Board
  jobs: LatestJobs
  order: readonly string[]
  at: number
  goTo(at: number): void
}

const framePx = 136
/** Beyond both edges of what is seen. */
const beyond = 6
/** The server cannot know how wide the window is. */
const firstCount = 16

/** All frames in a row, of which those in sight are drawn. It follows the one that is shown. */
export function FilmStrip({ board, jobs, order, at, goTo }: FilmStripProps) {
  const strip = useRef<HTMLDivElement>(null)
  const [range, setRange] = useState({ from: 0, to: firstCount })
  useEffect(() => {
    const element = strip.current
    if (!element) return
    const look = () => {
      const from = Math.max(0, Math.floor(element.scrollLeft / framePx) - beyond)
      const to = Math.ceil((element.scrollLeft + element.clientWidth) / framePx) + beyond
      setRange((now) => (now.from === from && now.to === to ? now : { from, to }))
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      element.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [])
  useLayoutEffect(() => {
    const element = strip.current
    if (element) element.scrollLeft = at * framePx - (element.clientWidth - framePx) / 2
  }, [at])
  const drawn = order.slice(range.from, range.to)
  return (
    <div
      ref={strip}
      className="relative h-28 overflow-x-auto overflow-y-hidden overscroll-x-contain rounded-md border border-line bg-surface [scrollbar-width:thin]"
    >
      <ol className="relative h-full" style={{ width: order.length * framePx }} aria-label="Frames">
        {drawn.map((id, index) => {
          const place = range.from + index
          return (
            <li
              key={id}
              aria-setsize={order.length}
              aria-posinset={place + 1}
              className="absolute top-0 p-1.5"
              style={{ left: place * framePx, width: framePx }}
            >
              <Frame
                {...pictureOf(findRow(board.sentences, id), jobs)}
                number={place + 1}
                isAt={place === at}
                onPress={() => goTo(place)}
              />
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function pictureOf(row: SentenceRow | undefined, jobs: LatestJobs) {
  const isActive = row !== undefined && pictureStateOf(row, latestJobOf(jobs, row.id, 'picture')) === 'active'
  return { url: row?.imageUrl, isActive }
}

type FrameProps = ReturnType<typeof pictureOf> & { number: number; isAt: boolean; onPress(): void }

function Frame({ url, isActive, number, isAt, onPress }: FrameProps) {
  return (
    <button
      type="button"
      tabIndex={isAt ? 0 : -1}
      aria-label={`Frame ${number}`}
      aria-current={isAt || undefined}
      onClick={onPress}
      className={classes(
        'block w-full overflow-hidden rounded-sm border bg-raised',
        isAt ? 'border-accent outline-1 outline-accent' : 'border-line hover:border-line-strong',
      )}
    >
      <span className="relative flex aspect-video w-full items-center justify-center">
        {isActive && (
          <Clock
            size={18}
            aria-hidden
            className="absolute rounded-full bg-surface text-accent outline-4 outline-surface"
          />
        )}
        {url ? (
          <img
            src={`${url}?w=320`}
            alt=""
            width={320}
            height={180}
            loading="lazy"
            decoding="async"
            className={classes('size-full object-cover', isActive && 'opacity-40')}
          />
        ) : (
          !isActive && <ImageIcon size={16} aria-hidden className="text-faint" />
        )}
      </span>
      <span className="block text-center text-faint text-xs tabular-nums">{number}</span>
    </button>
  )
}
