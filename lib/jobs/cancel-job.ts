import type { z } from 'zod'
import { transact } from '#lib/live/transact.ts'
import { authorize } from '#lib/team/authorize.ts'
import { changeLocked, lockJob } from './change.ts'
import type { JobsCtx } from './context.ts'
import type { JobRow, jobInput } from './model.ts'
import { jobRowParts, jobUpdated, toJobRow } from './rows.ts'

/**
 * Ends a job that waits at once. One that is on a GPU is marked, and whoever holds that GPU stops it there; its result, should
 * it come first, is not taken. A job that has ended stays as it is.
 */
export async function cancelJob(ctx: JobsCtx, { id }: z.output<typeof jobInput>): Promise<JobRow> {
  await authorize(ctx, 'picture.make', { kind: 'job', id })
  return await transact(ctx, async (tx) => {
    const job = await lockJob(tx, id)
    if (job?.state === 'queued') await changeLocked(tx, ctx.queue, { job, event: 'cancel' })
    else if (job?.state === 'processing' && !job.cancelAskedAt) {
      const marked = await tx.db.job.update({
        where: { id },
        data: { cancelAskedAt: tx.clock.now(), version: { increment: 1 } },
        omit: jobRowParts.omit,
      })
      tx.publish(jobUpdated(marked))
    }
    return toJobRow(await tx.db.job.findUniqueOrThrow({ where: { id }, ...jobRowParts }))
  })
}
