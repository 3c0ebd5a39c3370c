import type { Ctx } from '#lib/runtime/context.ts'
import { isActive, jobStates } from './model.ts'

/** As long as somebody may still wonder why something failed. What a take was made of, the take itself keeps. */
const keepEndedForDays = 90

/** Ends jobs for good that ended long ago. */
export async function endOldJobs(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - keepEndedForDays * 24 * 60 * 60 * 1000)
  const ended = jobStates.filter((state) => !isActive(state))
  const { count } = await ctx.db.job.deleteMany({ where: { state: { in: ended }, endedAt: { lt: before } } })
  return count
}
