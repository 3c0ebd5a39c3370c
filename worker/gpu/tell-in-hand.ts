import { setTimeout as pause } from 'node:timers/promises'
import { announce } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'

/** As often as the eye needs. */
const minGapMs = 250
const firstMs = 50

/** Tells whoever looks at a GPU that it has other jobs than before. Nothing depends on it, so it may be late or lost. */
export function tellInHand(ctx: Ctx, id: string): { put(): void; stop(): void } {
  const stopping = new AbortController()
  let isWanted = false
  let isRunning = false
  const run = async () => {
    // What it tells of goes first.
    await pause(firstMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    while (isWanted && !stopping.signal.aborted) {
      isWanted = false
      await announce(ctx.db, { type: 'node.updated', id }).catch((error) =>
        ctx.log.debug({ err: error }, 'What a GPU has could not be told'),
      )
      await pause(minGapMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
    isRunning = false
  }
  return {
    put() {
      isWanted = true
      if (isRunning || stopping.signal.aborted) return
      isRunning = true
      void run()
    },
    stop: () => stopping.abort(),
  }
}
