import { transact } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { JobsCtx } from './context.ts'
import { insertInto } from './insert-job.ts'
import type { NewJob } from './new-job.ts'
import { ensureQueues } from './place-job.ts'

export type MadeBatch = { batchId: string; jobIds: string[] }

/** So many in one transaction: it holds their sentences, which nobody can edit meanwhile, for a fraction of a second. */
const insertedAtOnce = 500

/** Puts the jobs of one project and lane into the queue as one batch. It may be paused or stopped while it is still growing. */
export async function insertBatch(
  ctx: JobsCtx,
  { projectId, jobs }: { projectId: string; jobs: readonly NewJob[] },
): Promise<MadeBatch> {
  const batchId = newId(ctx.clock.now().getTime())
  const jobIds: string[] = []
  for (let at = 0; at < jobs.length; at += insertedAtOnce) {
    const part = jobs.slice(at, at + insertedAtOnce)
    // All of it or nothing: who asks for more than fits should choose which, and what fitted at first is not broken off.
    const counted = at === 0 ? jobs.length : 0
    const made = await insertPart(ctx, { batchId, projectId, jobs: part, counted })
    if (!made) break
    jobIds.push(...made)
  }
  if (jobIds.length === 0) await forgetEmpty(ctx, { batchId, projectId, asked: jobs.length })
  return { batchId, jobIds }
}

/** Of two who ask for the same at once, one gets it; the other has no batch to look after. */
async function forgetEmpty(
  ctx: JobsCtx,
  { batchId, projectId, asked }: { batchId: string; projectId: string; asked: number },
): Promise<never> {
  await transact(ctx, async (tx) => {
    await tx.db.batch.deleteMany({ where: { id: batchId, jobs: { none: {} } } })
    tx.publish({ type: 'batch.updated', projectId, id: batchId })
  })
  throw new AppError({
    code: 'CONFLICT',
    message: `There is nothing to make: ${asked} under way.`,
    suggestion: 'Somebody asked for the same a moment before. See how far it is on the board.',
  })
}

type Part = { batchId: string; projectId: string; jobs: readonly NewJob[]; counted: number }

/** Undefined: the batch was stopped meanwhile. */
async function insertPart(ctx: JobsCtx, { batchId, projectId, jobs, counted }: Part): Promise<string[] | undefined> {
  const queues = await ensureQueues(
    ctx,
    jobs.map(({ needs }) => needs),
  )
  return await transact(ctx, async (tx) => {
    const batch = await tx.db.batch.upsert({
      where: { id: batchId },
      create: { id: batchId, projectId, requestedById: ctx.actor.personId, total: 0, createdAt: tx.clock.now() },
      // Held from here on, so that it is paused or stopped before these come or after.
      update: { total: { increment: 0 } },
    })
    if (batch.stoppedAt) return undefined
    const lane = jobs[0]?.lane ?? 'batch'
    const { made } = await insertInto(tx, ctx, {
      jobs,
      queues,
      lane,
      counted,
      batch: { id: batchId, isHeld: batch.pausedAt !== null },
    })
    await tx.db.batch.update({ where: { id: batchId }, data: { total: { increment: made.length } } })
    tx.publish({ type: 'batch.updated', projectId, id: batchId })
    return made.map(({ id }) => id)
  })
}
