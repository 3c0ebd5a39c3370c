import { setTimeout as pause } from 'node:timers/promises'

export type Waker = {
  wake(): void
  /** What woke so far is being looked at now. */
  clear(): void
  /** Until it is woken, and no longer than that. What woke while nobody rested counts, too. */
  rest(ms: number, signal: AbortSignal): Promise<void>
}

/** A rest that others can cut short. */
export function createWaker(): Waker {
  let isWoken = false
  let end = () => {}
  return {
    wake() {
      isWoken = true
      end()
    },
    clear() {
      isWoken = false
    },
    async rest(ms, signal) {
      if (isWoken || signal.aborted) return
      const woken = Promise.withResolvers<void>()
      end = woken.resolve
      const rested = new AbortController()
      const timer = pause(ms, undefined, { signal: AbortSignal.any([signal, rested.signal]), ref: false })
      await Promise.race([woken.promise, timer.catch(() => {})])
      rested.abort()
    },
  }
}
