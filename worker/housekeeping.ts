import { repairQueue } from '#lib/jobs/claim.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import type { Media } from '#lib/runtime/media.ts'
import { endForGood } from '#lib/takes/housekeeping.ts'

/** What has to be done now and then so that nothing grows for ever, and nothing waits for ever. */
export async function housekeeping(ctx: JobsCtx & { media: Media }): Promise<void> {
  const ended = await endForGood(ctx, ctx.media)
  const requeued = await repairQueue(ctx)
  const done = { ...ended, requeued }
  if (Object.values(done).some((count) => count > 0)) ctx.log.info(done, 'Put in order what had been left')
}
