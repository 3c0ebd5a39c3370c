import { announce } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { latestWins, type Telling } from './latest-wins.ts'

const firstMs = 50

/** Tells whoever looks at a GPU that it has other jobs than before. Nothing depends on it, so it may be late or lost. */
export function tellInHand({ db, log }: Ctx, id: string): Telling<void> {
  return latestWins<void>({ log, firstMs }, async () => await announce(db, { type: 'node.updated', id }))
}
