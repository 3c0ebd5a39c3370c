'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

type Player = {
  isPlaying: boolean
  pause(): void
  toggle(): void
}

type PlayerParts = {
  /** Of the frame that is shown. */
  seconds: number
  frameId: string | null
  /** The frame's time is over. */
  onDone(): void
  /** Many times a second: how much of the frame's time has passed, in seconds. */
  onTick(passed: number): void
}

/** Lets the frames follow one another in their own time. A page that is hidden stands still. */
export function usePlayer({ seconds, frameId, onDone, onTick }: PlayerParts): Player {
  const [isPlaying, setPlaying] = useState(false)
  const passed = useRef(0)
  const latest = useRef({ seconds, onDone, onTick })
  useEffect(() => {
    latest.current = { seconds, onDone, onTick }
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another frame begins at its beginning.
  useEffect(() => {
    passed.current = 0
    latest.current.onTick(0)
  }, [frameId])
  useEffect(() => {
    if (!isPlaying) return
    let frame = 0
    let before = performance.now()
    const tick = (now: number) => {
      frame = requestAnimationFrame(tick)
      passed.current += (now - before) / 1_000
      before = now
      latest.current.onTick(Math.min(passed.current, latest.current.seconds))
      if (passed.current < latest.current.seconds) return
      passed.current = 0
      latest.current.onDone()
    }
    frame = requestAnimationFrame(tick)
    return () => cancelAnimationFrame(frame)
  }, [isPlaying])
  return {
    isPlaying,
    pause: useCallback(() => setPlaying(false), []),
    toggle: useCallback(() => setPlaying((now) => !now), []),
  }
}
