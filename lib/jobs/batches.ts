import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { Permission } from '#lib/team/model.ts'
import type { BatchRow, batchInput, listBatchesInput } from './batch-model.ts'
import { cancelJobs } from './cancel-many.ts'
import type { JobsCtx } from './context.ts'
import { holdJobs, releaseJobs } from './hold-jobs.ts'
import { readBatchRows } from './read-batches.ts'

type Input = z.output<typeof batchInput>

export async function readBatch(ctx: JobsCtx, { id }: Input): Promise<BatchRow> {
  await authorize(ctx, 'project.see', { kind: 'batch', id })
  return await readOne(ctx, id)
}

/** As many as anybody looks back on. */
const mostListed = 50

/** Of a project, the newest first. */
export async function listBatches(
  ctx: JobsCtx,
  { projectId }: z.output<typeof listBatchesInput>,
): Promise<{ items: BatchRow[]; nextCursor: null }> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  const batches = await ctx.db.batch.findMany({
    where: { projectId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostListed,
  })
  return { items: await readBatchRows(ctx, batches), nextCursor: null }
}

/** What waits of it waits outside the queue until it goes on; what is on a GPU is finished. */
export async function pauseBatch(ctx: JobsCtx, { id }: Input): Promise<BatchRow> {
  return await changeBatch(ctx, id, async () => {
    await transact(ctx, async (tx) => {
      const { count } = await tx.db.batch.updateMany({
        where: { id, pausedAt: null, stoppedAt: null },
        data: { pausedAt: tx.clock.now() },
      })
      if (count > 0) await holdJobs(tx, ctx.queue, id)
      tx.publish({ type: 'batch.updated', projectId: await projectOf(tx, id), id })
    })
  })
}

/** Everything of it goes back to the place it had. */
export async function resumeBatch(ctx: JobsCtx, { id }: Input): Promise<BatchRow> {
  return await changeBatch(ctx, id, async () => {
    const held = await ctx.db.job.findMany({
      where: { batchId: id, isHeld: true, state: 'queued' },
      distinct: ['queue'],
      select: { queue: true },
    })
    for (const { queue } of held) await ctx.queue.ensure(queue)
    await transact(ctx, async (tx) => {
      const { count } = await tx.db.batch.updateMany({
        where: { id, pausedAt: { not: null } },
        data: { pausedAt: null },
      })
      if (count > 0) await releaseJobs(tx, ctx.queue, id)
      tx.publish({ type: 'batch.updated', projectId: await projectOf(tx, id), id })
    })
  })
}

/** Ends what is left of it. What has been made stays. */
export async function stopBatch(ctx: JobsCtx, { id }: Input): Promise<BatchRow> {
  const cancelLeft = async () => {
    const left = await ctx.db.job.findMany({
      where: { batchId: id, state: { in: ['queued', 'processing'] } },
      select: { id: true },
    })
    await cancelJobs(
      ctx,
      left.map((job) => job.id),
    )
  }
  return await changeBatch(ctx, id, async () => {
    // First, so that a batch that says it is stopped is: who was cut off in between stops it again.
    await cancelLeft()
    await transact(ctx, async (tx) => {
      await tx.db.batch.updateMany({
        where: { id, stoppedAt: null },
        data: { stoppedAt: tx.clock.now(), pausedAt: null },
      })
      tx.publish({ type: 'batch.updated', projectId: await projectOf(tx, id), id })
    })
    // Of a batch that was still being put in.
    await cancelLeft()
  })
}

const mayManage: Permission = 'queue.manage'

async function changeBatch(ctx: JobsCtx, id: string, change: () => Promise<void>): Promise<BatchRow> {
  await authorize(ctx, mayManage, { kind: 'batch', id })
  await change()
  return await readOne(ctx, id)
}

async function readOne(ctx: JobsCtx, id: string): Promise<BatchRow> {
  const [row] = await readBatchRows(ctx, [await ctx.db.batch.findUniqueOrThrow({ where: { id } })])
  if (!row) throw new Error('One batch makes one row.')
  return row
}

async function projectOf(tx: TxCtx, id: string): Promise<string> {
  return (await tx.db.batch.findUniqueOrThrow({ where: { id }, select: { projectId: true } })).projectId
}
