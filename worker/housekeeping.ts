import type { Ctx } from '#lib/runtime/context.ts'
import { purgeDeleted } from '#lib/storyboard/purge.ts'

/** What has to be done now and then so that nothing grows for ever. */
export async function housekeeping(ctx: Ctx): Promise<void> {
  const purged = await purgeDeleted(ctx.db, ctx.clock.now())
  if (purged > 0) ctx.log.info({ purged }, 'Ended for good what was deleted long ago')
}
