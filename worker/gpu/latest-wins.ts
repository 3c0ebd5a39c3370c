import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '#lib/runtime/log.ts'

/** As often as the eye needs. */
const minGapMs = 250

export type Telling<T> = { put(value: T): void; stop(): void }

type How = {
  log: Log
  /** What it tells of goes first. */
  firstMs?: number
}

/** Hands on what was put last, one at a time and not too often. What fails is lost, which is all right for news of a moment. */
export function latestWins<T>({ log, firstMs = 0 }: How, send: (value: T) => Promise<void>): Telling<T> {
  const stopping = new AbortController()
  const { signal } = stopping
  let latest: { value: T } | undefined
  let isRunning = false
  const rest = async (ms: number) => await pause(ms, undefined, { signal, ref: false }).catch(() => {})
  const run = async () => {
    if (firstMs > 0) await rest(firstMs)
    while (latest && !signal.aborted) {
      const { value } = latest
      latest = undefined
      await send(value).catch((error) => log.debug({ err: error }, 'News of a moment could not be told'))
      await rest(minGapMs)
    }
    isRunning = false
  }
  return {
    put(value) {
      latest = { value }
      if (isRunning || signal.aborted) return
      isRunning = true
      void run()
    },
    stop: () => stopping.abort(),
  }
}
