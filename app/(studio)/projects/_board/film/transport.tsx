'use client'

import { Maximize2, Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { type RefObject, useImperativeHandle, useRef } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { formatTime } from './durations.ts'
import type { usePlayer } from './use-player.ts'

type TransportProps = {
  at: number
  count: number
  /** Of the frame that is shown. */
  seconds: number
  /** When each frame begins, and behind the last when all is over. */
  starts: Float64Array
  player: ReturnType<typeof usePlayer>
  /** Is told how much of the frame has passed; written straight into the page, many times a second. */
  clock: RefObject<((passed: number) => void) | null>
  goTo(at: number): void
  onFullScreen(): void
}

/** Play, pause, and a bar to draw the film along. */
export function Transport({ at, count, seconds, starts, player, clock, goTo, onFullScreen }: TransportProps) {
  const time = useRef<HTMLSpanElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const total = starts[count] ?? 0
  useImperativeHandle(
    clock,
    () => (passed) => {
      const now = (starts[at] ?? 0) + passed
      if (time.current) time.current.textContent = formatTime(now)
      if (bar.current) bar.current.style.width = `${total === 0 ? 0 : (now / total) * 100}%`
    },
    [starts, at, total],
  )
  return (
    <div className="flex items-center gap-2 max-md:flex-wrap max-md:justify-center">
      <IconButton label="Frame before (←)" disabled={at === 0} onClick={() => goTo(at - 1)}>
        <SkipBack size={16} aria-hidden />
      </IconButton>
      <Button look="primary" className="w-26" onClick={player.toggle} disabled={count === 0} title="Space or P">
        {player.isPlaying ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
        {player.isPlaying ? 'Pause' : 'Play'}
      </Button>
      <IconButton label="Next frame (→)" disabled={at >= count - 1} onClick={() => goTo(at + 1)}>
        <SkipForward size={16} aria-hidden />
      </IconButton>
      <div className="relative flex h-9 min-w-0 grow items-center max-md:order-first max-md:h-11 max-md:basis-full">
        <div className="pointer-events-none absolute inset-x-0 h-1 rounded-full bg-line" aria-hidden>
          <div
            ref={bar}
            className="h-full rounded-full bg-accent"
            style={{ width: `${widthAt(starts, at, total)}%` }}
          />
        </div>
        <input
          type="range"
          aria-label="Place in the film"
          aria-valuetext={`Frame ${at + 1} of ${count}, ${formatTime(starts[at] ?? 0)} of ${formatTime(total)}`}
          min={0}
          max={Math.max(0, total)}
          step="any"
          value={(starts[at] ?? 0) + seconds / 2}
          onChange={(event) => goTo(frameAt(starts, Number(event.target.value)))}
          onKeyDown={(event) => {
            const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
            if (by === undefined) return
            event.preventDefault()
            goTo(at + by)
          }}
          className="absolute inset-x-0 h-full w-full cursor-pointer opacity-0"
        />
      </div>
      <p className="shrink-0 text-muted text-sm tabular-nums">
        <span ref={time}>{formatTime(starts[at] ?? 0)}</span> / {formatTime(total)}
      </p>
      <p className="w-24 shrink-0 text-right text-faint text-sm tabular-nums max-md:hidden">
        {`${count === 0 ? 0 : (at + 1).toLocaleString('en')} of ${count.toLocaleString('en')}`}
      </p>
      <IconButton label="Full screen (Shift ↵)" onClick={onFullScreen}>
        <Maximize2 size={16} aria-hidden />
      </IconButton>
    </div>
  )
}

function widthAt(starts: Float64Array, at: number, total: number): number {
  return total === 0 ? 0 : ((starts[at] ?? 0) / total) * 100
}

/** The frame that is shown at this time. */
function frameAt(starts: Float64Array, seconds: number): number {
  let [low, high] = [0, starts.length - 2]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= seconds) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}
