import 'server-only'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

export type RequestCtx = Ctx & { teamId: string }

/** Who asks, with what they need. The one place that will look at sessions and tokens. */
export async function requestContext(): Promise<RequestCtx> {
  const { db, log, owner } = processParts()
  return { db, log, clock: systemClock, actor: { personId: owner.personId }, teamId: owner.teamId }
}
