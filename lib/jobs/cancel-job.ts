import type { z } from 'zod'
import { authorize } from '#lib/team/authorize.ts'
import { cancelJobs } from './cancel-many.ts'
import type { JobsCtx } from './context.ts'
import type { JobRow, jobInput } from './model.ts'
import { jobRowParts, toJobRow } from './rows.ts'

/**
 * Ends a job that waits at once. One that is on a GPU is marked, and whoever holds that GPU stops it there; its result, should
 * it come first, is not taken. A job that has ended stays as it is.
 */
export async function cancelJob(ctx: JobsCtx, { id }: z.output<typeof jobInput>): Promise<JobRow> {
  await authorize(ctx, 'picture.make', { kind: 'job', id })
  await cancelJobs(ctx, [id])
  return toJobRow(await ctx.db.job.findUniqueOrThrow({ where: { id }, ...jobRowParts }))
}
