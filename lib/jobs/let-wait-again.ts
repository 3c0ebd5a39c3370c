import type { TxCtx } from '#lib/live/transact.ts'
import type { Job } from '#prisma/client/client.ts'
import type { RenderQueue } from './render-queue.ts'

/** Puts a job that was taken back to its place, or holds it when its batch was paused meanwhile. Its row is held already. */
export async function letWaitAgain(
  tx: TxCtx,
  queue: RenderQueue,
  { job, delayMs = 0 }: { job: Pick<Job, 'id' | 'queue' | 'priority' | 'batchId'>; delayMs?: number },
): Promise<void> {
  if (job.batchId !== null && (await isPaused(tx, job.batchId))) {
    await queue.drop(tx.db, job.queue, [job.id])
    await tx.db.job.update({ where: { id: job.id }, data: { isHeld: true } })
    return
  }
  await queue.putBack(tx.db, job, { delayMs })
}

async function isPaused(tx: TxCtx, batchId: string): Promise<boolean> {
  const batch = await tx.db.batch.findUnique({ where: { id: batchId }, select: { pausedAt: true } })
  return batch !== null && batch.pausedAt !== null
}
