import { type TxCtx, transact } from '#lib/live/transact.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError, isAppError } from '#lib/runtime/errors.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import { changeJob, changeLocked, lockJob } from './change.ts'
import type { JobsCtx } from './context.ts'
import { toStored, unexpected } from './failures.ts'
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
    try {
      const claimed = await transact(ctx, async (tx) => await claimOne(tx, ctx, { place, prepare }))
      if (claimed !== 'nothing for this place') return claimed
    } catch (error) {
      if (!(error instanceof PrepareFailure)) throw error
      await failUnprepared(ctx, error)
    }
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
  const prepared = await prepare(tx, job).catch((error) => {
    throw isDatabaseAway(error) ? error : new PrepareFailure(jobId, error)
  })
  const data = {
    ...place,
    ...prepared,
    attempts: { increment: 1 },
    claimedAt: tx.clock.now(),
    ...{ submittedAt: null, startedAt: null, renderedAt: null, downloadedAt: null },
  }
  return await changeLocked(tx, queue, { job, event: 'claim', data })
}

/** Whatever went wrong, the transaction may be of no use any more; and the jobs behind this one must not wait for it. */
class PrepareFailure extends Error {
  readonly jobId: string

  constructor(jobId: string, cause: unknown) {
    super('A job could not be prepared.', { cause })
    this.jobId = jobId
  }
}

async function failUnprepared(ctx: JobsCtx, { jobId, cause }: PrepareFailure): Promise<void> {
  const error = isAppError(cause) ? cause : unexpected(ctx.log, { jobId, cause })
  await transact(ctx, async (tx) => {
    await ctx.queue.drop(tx.db, jobId)
    await changeJob(tx, ctx.queue, { jobId, event: 'fail', data: { error: toStored(error) } })
  })
}

/** How often somebody looks for what became of a job whose workers ended: its picture may be finished. */
const maxLooks = maxAttempts + 2

export type TakenOver = {
  /** To be seen through to their end. */
  jobs: Job[]
  /** Given up, with what may still be on the GPU. */
  givenUp: Job[]
}

/**
 * The jobs a GPU was left with, claimed anew. Those of a worker that is gone count as another try, so that a job that ends its
 * worker does not end one after the other; going on with one's own, after the database was away, is none.
 */
export async function takeOverJobs(
  ctx: JobsCtx,
  { nodeUrl, own }: { nodeUrl: string; own: ReadonlyMap<string, unknown> },
): Promise<TakenOver> {
  const left = await ctx.db.job.findMany({ where: { state: 'processing', nodeUrl }, orderBy: { claimedAt: 'asc' } })
  const taken: TakenOver = { jobs: [], givenUp: [] }
  for (const job of left) {
    const { id: jobId, attempts, epoch } = job
    const isGivenUp = !own.has(jobId) && attempts >= maxLooks
    const changed = await transact(ctx, async (tx) => {
      if (isGivenUp) {
        const data = { error: toStored(endedItsWorkers(attempts)) }
        return await changeJob(tx, ctx.queue, { jobId, epoch, event: 'fail', data })
      }
      const data = own.has(jobId) ? {} : { attempts: { increment: 1 } }
      return await changeJob(tx, ctx.queue, { jobId, epoch, event: 'claim', data })
    })
    if (changed) (isGivenUp ? taken.givenUp : taken.jobs).push(changed)
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

function endedItsWorkers(attempts: number): AppError {
  return new AppError({
    code: 'PROCESS_FAILED',
    message: `The worker ended ${attempts} times while it made this, so it is not tried again.`,
    suggestion: 'Look at the log of the worker, try a smaller size, or ask for it once more.',
    details: { attempts },
  })
}
