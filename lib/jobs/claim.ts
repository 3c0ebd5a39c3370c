import { type TxCtx, transact } from '#lib/live/transact.ts'
import { AppError, isAppError, toErrorBody } from '#lib/runtime/errors.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import { changeJob, changeLocked, lockJob } from './change.ts'
import type { JobsCtx } from './context.ts'
import { maxAttempts } from './model.ts'

/** The GPU a job is claimed for. */
export type Place = { node: string; nodeUrl: string }

/** What is written down before a GPU is asked for anything: by it, whatever happens then can be found out. */
export type Prepared = { promptId: string; graph: string; bound: Prisma.InputJsonValue }

export type Prepare = (tx: TxCtx, job: Job) => Promise<Prepared>

/**
 * Gives the GPU its next job, with all that is needed to submit it: taken from the queue, prepared and written down in one
 * transaction. Undefined when nothing waits. A job that cannot be prepared fails here, and the next one is tried.
 */
export async function claimNext(ctx: JobsCtx, place: Place, prepare: Prepare): Promise<Job | undefined> {
  for (;;) {
    const claimed = await transact(ctx, async (tx) => await claimOne(tx, ctx, { place, prepare }))
    if (claimed !== 'nothing for this place') return claimed
  }
}

type Claiming = { place: Place; prepare: Prepare }

async function claimOne(
  tx: TxCtx,
  { queue }: JobsCtx,
  { place, prepare }: Claiming,
): Promise<Job | undefined | 'nothing for this place'> {
  const jobId = await queue.take(tx.db)
  if (jobId === undefined) return undefined
  const job = await lockJob(tx, jobId)
  if (job?.state !== 'queued') {
    // What waits here has ended, or is on a GPU already.
    await queue.drop(tx.db, jobId)
    return 'nothing for this place'
  }
  try {
    const prepared = await prepare(tx, job)
    const data = {
      ...place,
      ...prepared,
      attempts: { increment: 1 },
      claimedAt: tx.clock.now(),
      ...{ submittedAt: null, startedAt: null, renderedAt: null, downloadedAt: null },
    }
    return await changeLocked(tx, queue, { job, event: 'claim', data })
  } catch (error) {
    if (!isAppError(error)) throw error
    await changeLocked(tx, queue, { job, event: 'fail', data: { error: toStored(error) } })
    return 'nothing for this place'
  }
}

/**
 * The jobs a GPU was left with, claimed anew. Those of a worker that is gone count as another try, so that a job that ends its
 * worker does not end one after the other; going on with one's own, after the database was away, is none.
 */
export async function takeOverJobs(
  ctx: JobsCtx,
  { nodeUrl, own }: { nodeUrl: string; own: ReadonlySet<string> },
): Promise<Job[]> {
  const left = await ctx.db.job.findMany({ where: { state: 'processing', nodeUrl }, orderBy: { claimedAt: 'asc' } })
  const taken: Job[] = []
  for (const { id, attempts } of left) {
    const job = await transact(ctx, async (tx) => {
      if (own.has(id)) return await changeJob(tx, ctx.queue, { jobId: id, event: 'claim' })
      if (attempts < maxAttempts) {
        return await changeJob(tx, ctx.queue, { jobId: id, event: 'claim', data: { attempts: { increment: 1 } } })
      }
      await changeJob(tx, ctx.queue, { jobId: id, event: 'fail', data: { error: toStored(endedItsWorkers(attempts)) } })
      return undefined
    })
    if (job) taken.push(job)
  }
  return taken
}

/** Jobs that wait, and that the queue has lost: they are put back. */
export async function repairQueue(ctx: JobsCtx): Promise<number> {
  const lost = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from job j where state = 'queued' and not exists (
      select 1 from pgboss.job b where b.id = j.id and b.name = 'render' and b.state in ('created', 'retry')
    )`
  for (const { id } of lost) {
    await transact(ctx, async (tx) => {
      const job = await lockJob(tx, id)
      if (job?.state === 'queued') await ctx.queue.putBack(tx.db, id)
    })
  }
  return lost.length
}

export function toStored(error: AppError): Prisma.InputJsonValue {
  // Only what can be written as JSON is left.
  return JSON.parse(JSON.stringify(toErrorBody(error))) as Prisma.InputJsonValue
}

function endedItsWorkers(attempts: number): AppError {
  return new AppError({
    code: 'PROCESS_FAILED',
    message: `The worker ended ${attempts} times while it made this, so it is not tried again.`,
    suggestion: 'Look at the log of the worker, try a smaller size, or ask for it once more.',
    details: { attempts },
  })
}
