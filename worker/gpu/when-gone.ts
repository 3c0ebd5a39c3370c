import { setTimeout as pause } from 'node:timers/promises'
import type { ComfyClient } from '#lib/comfy/client.ts'
import { isAppError, systemCode } from '#lib/runtime/errors.ts'

const askEveryMs = 2_000
/** How long nothing may listen there before what it was doing is given to another. ComfyUI restarts in about ten seconds. */
const refusedMs = 20_000
/** A ComfyUI that loads a large model answers nothing for tens of seconds, so silence is borne for longer. */
const silentMs = 120_000

/** One watch on a server for all who wait for something from it at a time. */
export function watchGone(client: ComfyClient): (signal: AbortSignal) => Promise<never> {
  const users = new Set<AbortSignal>()
  let watch: { gone: Promise<never>; stop: AbortController } | undefined
  return (signal) => {
    if (!watch) {
      const stop = new AbortController()
      watch = { gone: whenGone(client, stop.signal), stop }
    }
    const { gone, stop } = watch
    const leave = () => {
      users.delete(signal)
      if (users.size > 0 || watch?.stop !== stop) return
      watch = undefined
      stop.abort()
    }
    users.add(signal)
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
    return gone
  }
}

/** Rejects when the server has been away for too long. Settles in no other way. */
async function whenGone(client: ComfyClient, signal: AbortSignal): Promise<never> {
  let awaySinceMs: number | undefined
  for (;;) {
    await pause(askEveryMs, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) return await new Promise<never>(() => {})
    try {
      await client.stats({ signal })
      awaySinceMs = undefined
    } catch (error) {
      if (!isAppError(error) || error.code !== 'COMFY_UNAVAILABLE') continue
      awaySinceMs ??= performance.now()
      const limitMs = systemCode(error.cause) === undefined ? silentMs : refusedMs
      if (performance.now() - awaySinceMs >= limitMs) throw error
    }
  }
}
