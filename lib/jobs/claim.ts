import { noteStray } from '#lib/fleet/stray-prompts.ts'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError, isAppError } from '#lib/runtime/errors.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import { changeJob, changeLocked, lockJob } from './change.ts'
import type { JobsCtx } from './context.ts'
import { toStored, unexpected } from './failures.ts'
import { startOfPriority } from './fair.ts'
import { maxAttempts } from './model.ts'

/** The GPU a job is claimed for. */
export type GpuPlace = { node: string; nodeUrl: string }

/** What is written down before a GPU is asked for anything: by it, whatever happens then can be found out. */
export type Prepared = { promptId: string; graph: string; bound: Prisma.InputJsonValue }

export type Prepare = (tx: TxCtx, job: Job) => Promise<Prepared>

/**
 * Gives the GPU its next job, with all that is needed to submit it: taken from the queue, prepared and written down in one
 * transaction. Undefined when nothing waits. A job that cannot be prepared fails here, and the next one is tried.
 */
export async function claimNext(ctx: JobsCtx, claiming: Claiming): Promise<Job | undefined> {
  for (;;) {
    try {
      const claimed = await transact(ctx, async (tx) => await claimOne(tx, ctx, claiming))
      if (claimed !== 'nothing for this place') return claimed
    } catch (error) {
      if (!(error instanceof PrepareFailure)) throw error
      await failUnprepared(ctx, error)
    }
  }
}

export type Claiming = { place: GpuPlace; queue: string; prepare: Prepare }

async function claimOne(
  tx: TxCtx,
  ctx: JobsCtx,
  { place, queue, prepare }: Claiming,
): Promise<Job | undefined | 'nothing for this place'> {
  const jobId = await ctx.queue.take(tx.db, queue)
  if (jobId === undefined) return undefined
  const job = await lockJob(tx, jobId)
  if (job?.state !== 'queued') {
    // What waits here has ended, or is on a GPU already.
    await ctx.queue.drop(tx.db, queue, [jobId])
    return 'nothing for this place'
  }
  const prepared = await prepare(tx, job).catch((error) => {
    throw isDatabaseAway(error) ? error : new PrepareFailure(job, error)
  })
  const data = {
    ...place,
    ...prepared,
    attempts: { increment: 1 },
    claimedAt: tx.clock.now(),
    ...{ submittedAt: null, startedAt: null, renderedAt: null, downloadedAt: null },
  }
  const claimed = await changeLocked(tx, ctx.queue, { job, event: 'claim', data })
  await noteService(tx, job)
  return claimed
}

/** The lane's clock goes on to where the job stands, and the queue has been served. Last, because others wait for these rows. */
async function noteService(tx: TxCtx, { queue, lane, priority }: Job): Promise<void> {
  const startS = Math.max(0, startOfPriority(lane, priority))
  await tx.db.$executeRaw`
    with served as (update render_queue set "servedAt" = ${tx.clock.now()} where name = ${queue})
    insert into fair_clock as c (lane, now) values (${lane}::"Lane", ${startS}::int)
    on conflict (lane) do update set now = excluded.now where c.now < excluded.now`
}

/** Whatever went wrong, the transaction may be of no use any more; and the jobs behind this one must not wait for it. */
class PrepareFailure extends Error {
  readonly job: Job

  constructor(job: Job, cause: unknown) {
    super('A job could not be prepared.', { cause })
    this.job = job
  }
}

async function failUnprepared(ctx: JobsCtx, { job, cause }: PrepareFailure): Promise<void> {
  const error = isAppError(cause) ? cause : unexpected(ctx.log, { jobId: job.id, cause })
  const data = { error: toStored(error) }
  // Another GPU may have it by now, which could prepare it. Its place is dropped by whoever comes upon it next.
  await transact(
    ctx,
    async (tx) => await changeJob(tx, ctx.queue, { jobId: job.id, epoch: job.epoch, event: 'fail', data }),
  )
}

/** How often somebody looks for what became of a job whose workers ended: its picture may be finished. */
const maxLooks = maxAttempts + 2

export type TakenOver = {
  /** To be seen through to their end. */
  jobs: Job[]
  /** Given up, and their prompts written down as strays. */
  givenUp: Job[]
}

type Taking = {
  nodeUrl: string
  own: ReadonlyMap<string, unknown>
  /** One's own are being seen to: what was left by others is all that is meant. */
  isAtWork?: boolean
}

/**
 * The jobs a GPU was left with, claimed anew. Those of a worker that is gone count as another try, so that a job that ends its
 * worker does not end one after the other; going on with one's own, after the database was away, is none.
 */
export async function takeOverJobs(ctx: JobsCtx, { nodeUrl, own, isAtWork = false }: Taking): Promise<TakenOver> {
  const left = await ctx.db.job.findMany({ where: { state: 'processing', nodeUrl }, orderBy: { claimedAt: 'asc' } })
  const taken: TakenOver = { jobs: [], givenUp: [] }
  for (const job of left) {
    if (isAtWork && own.has(job.id)) continue
    const { id: jobId, attempts, epoch } = job
    const isGivenUp = !own.has(jobId) && attempts >= maxLooks
    const changed = await transact(ctx, async (tx) => {
      if (isGivenUp) {
        const data = { error: toStored(endedItsWorkers(attempts)) }
        const failed = await changeJob(tx, ctx.queue, { jobId, epoch, event: 'fail', data })
        if (failed && job.promptId) await noteStray(tx.db, { promptId: job.promptId, nodeUrl })
        return failed
      }
      const data = own.has(jobId) ? {} : { attempts: { increment: 1 } }
      return await changeJob(tx, ctx.queue, { jobId, epoch, event: 'claim', data })
    })
    if (changed) (isGivenUp ? taken.givenUp : taken.jobs).push(changed)
  }
  return taken
}

function endedItsWorkers(attempts: number): AppError {
  return new AppError({
    code: 'PROCESS_FAILED',
    message: `The worker ended ${attempts} times while it made this, so it is not tried again.`,
    suggestion: 'Look at the log of the worker, try a smaller size, or ask for it once more.',
    details: { attempts },
  })
}
