import { transact } from '#lib/live/transact.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { JobsCtx } from './context.ts'
import { insertInto } from './insert-job.ts'
import type { NewJob } from './new-job.ts'
import { ensureQueues } from './place-job.ts'

export type MadeBatch = { batchId: string; jobIds: string[] }

/** So many in one transaction: it holds their sentences, which nobody can edit meanwhile, for a fraction of a second. */
const insertedAtOnce = 500

/**
 * Puts the jobs of one project and lane into the queue as one batch. It may be paused or stopped while it is still growing. When that
 * breaks off, the error says how many are in it.
 */
export async function insertBatch(
  ctx: JobsCtx,
  { projectId, jobs }: { projectId: string; jobs: readonly NewJob[] },
): Promise<MadeBatch> {
  const batchId = newId(ctx.clock.now().getTime())
  const jobIds: string[] = []
  try {
    for (let at = 0; at < jobs.length; at += insertedAtOnce) {
      const part = jobs.slice(at, at + insertedAtOnce)
      // All of it or nothing: who asks for more than fits should choose which, and what fitted at first is not broken off.
      const counted = jobIds.length === 0 ? jobs.length - at : 0
      const made = await insertPart(ctx, { batchId, projectId, jobs: part, counted })
      if (!made) break
      jobIds.push(...made)
    }
  } catch (cause) {
    if (jobIds.length > 0) throw brokenOff(ctx, { batchId, made: jobIds.length, asked: jobs.length, cause })
    await forgetEmpty(ctx, { batchId, projectId })
    throw cause
  }
  if (jobIds.length > 0) return { batchId, jobIds }
  await forgetEmpty(ctx, { batchId, projectId })
  throw underWay(jobs.length)
}

type Break = { batchId: string; made: number; asked: number; cause: unknown }

/** What is in the queue stays there: whoever asked is told, and asks for the others. */
function brokenOff({ log }: JobsCtx, { batchId, made, asked, cause }: Break): AppError {
  const isAway = isDatabaseAway(cause)
  log[isAway ? 'warn' : 'error']({ err: cause, batchId }, 'A batch could not be put into the queue as a whole')
  const inWords = (count: number) => count.toLocaleString('en')
  return new AppError({
    code: isAway ? 'UNAVAILABLE' : 'INTERNAL',
    message: `${inWords(made)} of ${inWords(asked)} are in the queue. The others could not be put there.`,
    suggestion: 'Ask for all of them once more: those that are under way are left out.',
    details: { batchId, made, asked },
    retryable: true,
    cause,
  })
}

async function forgetEmpty(
  ctx: JobsCtx,
  { batchId, projectId }: { batchId: string; projectId: string },
): Promise<void> {
  await transact(ctx, async (tx) => {
    await tx.db.batch.deleteMany({ where: { id: batchId, jobs: { none: {} } } })
    tx.publish({ type: 'batch.updated', projectId, id: batchId })
  })
}

/** Of two who ask for the same at once, one gets it; the other has no batch to look after. */
function underWay(asked: number): AppError {
  return new AppError({
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
