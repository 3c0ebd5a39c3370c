import { setTimeout as pause } from 'node:timers/promises'
import type { ComfyClient } from '#lib/comfy/client.ts'
import { isAppError, systemCode } from '#lib/runtime/errors.ts'

const askEveryMs = 2_000
/** How long nothing may listen there before what it was doing is given to another. ComfyUI restarts in about ten seconds. */
const refusedMs = 20_000
/** A ComfyUI that loads a large model answers nothing for tens of seconds, so silence is borne for longer. */
const silentMs = 120_000

/** Rejects when the server has been away for too long. Settles in no other way. */
export async function whenGone(client: ComfyClient, signal: AbortSignal): Promise<never> {
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
