import 'server-only'
import { type JobsCtx, jobsParts } from '#lib/jobs/context.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

export type RequestCtx = JobsCtx & { teamId: string }

/** Who asks, with what they need. The one place that will look at sessions and tokens. */
export async function requestContext(): Promise<RequestCtx> {
  const { db, log, owner, filesRoot } = processParts()
  const actor = { personId: owner.personId }
  return { db, log, filesRoot, clock: systemClock, actor, teamId: owner.teamId, ...jobsParts() }
}
