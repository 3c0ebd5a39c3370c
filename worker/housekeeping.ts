import { endOldStrays } from '#lib/fleet/stray-prompts.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import { endOldJobs } from '#lib/jobs/end-old-jobs.ts'
import { endUnusedQueues } from '#lib/jobs/end-unused-queues.ts'
import { repairQueue } from '#lib/jobs/repair-queue.ts'
import type { Media } from '#lib/runtime/media.ts'
import { endForGood } from '#lib/takes/housekeeping.ts'
import { repairShadows } from '#lib/takes/shadow.ts'

/** Every hour, so that one that is missed now and then does no harm. */
const lookBackMs = 24 * 60 * 60 * 1000

/** What has to be done now and then so that nothing grows for ever, waits for ever, or stays wrong. */
export async function housekeeping(ctx: JobsCtx & { media: Media }): Promise<void> {
  const ended = await endForGood(ctx, ctx.media)
  const jobs = await endOldJobs(ctx)
  const requeued = await repairQueue(ctx)
  const queues = await endUnusedQueues(ctx)
  const strays = await endOldStrays(ctx.db, ctx.clock.now())
  const changedSince = new Date(ctx.clock.now().getTime() - lookBackMs)
  const shadows = await repairShadows(ctx, ctx.media, { changedSince })
  const done = { ...ended, jobs, requeued, queues, strays, shadows }
  if (Object.values(done).some((count) => count > 0)) ctx.log.info(done, 'Put in order what had been left')
}
