import { setTimeout as pause } from 'node:timers/promises'
import { endStray } from '#lib/fleet/stray-prompts.ts'
import type { Gpu, WorkerCtx } from './context.ts'

/** Takes what was given up off its server, and forgets each when the server is known not to have it. */
export async function takeAwayStrays(
  { db }: Pick<WorkerCtx, 'db'>,
  { client, strays }: Pick<Gpu, 'strays'> & { client: Pick<Gpu['client'], 'cancel'> },
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    [...strays].map(async (promptId) => {
      await takeAway(client, promptId, signal)
      await endStray(db, promptId)
      strays.delete(promptId)
    }),
  )
}

/**
 * A server that wakes may answer this before it takes up the submit that came first, and would then draw it for nobody. So that
 * it does not know it is believed when it has said so several times.
 */
const looksToBelieve = 3
/** In less, a server that answers has read what lay at its door. */
const betweenLooksMs = 250

async function takeAway(client: Pick<Gpu['client'], 'cancel'>, promptId: string, signal: AbortSignal): Promise<void> {
  for (let looks = 1; (await client.cancel(promptId, { signal })) === 'unknown' && looks < looksToBelieve; looks++) {
    await pause(betweenLooksMs, undefined, { signal })
  }
}
