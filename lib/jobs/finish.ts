import { noteStray } from '#lib/fleet/stray-prompts.ts'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { AppError } from '#lib/runtime/errors.ts'
import type { Job } from '#prisma/client/client.ts'
import { changeJob, changeLocked, type JobChange, lockJob } from './change.ts'
import type { JobsCtx } from './context.ts'
import { toStored } from './failures.ts'
import { findOthers, type Others } from './find-others.ts'
import { letWaitAgain } from './let-wait-again.ts'
import { maxAttempts, retryDelayMs } from './model.ts'
import { jobUpdated } from './rows.ts'

/** A job as it was claimed: what is done under an older claim changes nothing. */
export type Claim = Pick<Job, 'id' | 'epoch'>

type Times = Partial<Pick<Job, 'submittedAt' | 'startedAt' | 'renderedAt' | 'downloadedAt'>>

/** How a claimed job ended. False: it came too late, another worker has the job, or it was cancelled meanwhile. */
export async function completeJob(
  ctx: JobsCtx,
  claim: Claim,
  { times, store }: { times: Times; store(tx: TxCtx, job: Job): Promise<void> },
): Promise<boolean> {
  return await transact(ctx, async (tx) => {
    const job = await lockJob(tx, claim.id)
    if (job?.state !== 'processing' || job.epoch !== claim.epoch) return false
    if (job.cancelAskedAt) {
      await changeLocked(tx, ctx.queue, { job, event: 'cancel', data: times })
      return false
    }
    await store(tx, job)
    await changeLocked(tx, ctx.queue, { job, event: 'complete', data: times })
    return true
  })
}

/** A job that was called off meanwhile is cancelled instead. */
export async function failJob(ctx: JobsCtx, { id, epoch }: Claim, error: AppError): Promise<void> {
  const data = { error: toStored(error) }
  await transact(ctx, async (tx) => await changeJob(tx, ctx.queue, { jobId: id, event: 'fail', epoch, data }))
}

/** Why a try came to nothing. */
export type Failure = {
  error: AppError
  /** The GPU may be to blame, so one other may try it although here it would fail again. */
  mayBeOfGpu?: boolean
  /** The server may still have its prompt. */
  isLeftThere?: boolean
}

/** `elsewhere`: it waits again, and another GPU takes it. */
export type AfterFailure = 'ended' | 'waits' | 'elsewhere' | 'too late'

/** Tries again when that can help and has not been done too often, rather on another GPU; fails the job otherwise. */
export async function retryOrFail(ctx: JobsCtx, job: Job, failure: Failure): Promise<AfterFailure> {
  const { error, mayBeOfGpu = false, isLeftThere = false } = failure
  const mayHelp = job.attempts < maxAttempts && (error.retryable || mayBeOfGpu)
  // It makes them a queue, so they are not looked for in vain.
  const others = mayHelp ? await findOthers(ctx, job) : undefined
  const isEnd = !mayHelp || !(error.retryable || (others?.isOpen === true && others.isFirstTime))
  return await transact(ctx, async (tx) => {
    const failing: Change = { event: 'fail', data: { error: toStored(error) } }
    const change = isEnd ? failing : waitingAgain(tx, { job, error, others })
    const changed = await changeJob(tx, ctx.queue, { jobId: job.id, epoch: job.epoch, ...change })
    if (!changed) return 'too late'
    if (isLeftThere && job.promptId && job.nodeUrl) {
      await noteStray(tx.db, { promptId: job.promptId, nodeUrl: job.nodeUrl })
    }
    if (changed.state !== 'queued') return 'ended'
    if (changed.queue !== job.queue) await ctx.queue.drop(tx.db, job.queue, [job.id])
    const delayMs = changed.notBefore ? changed.notBefore.getTime() - tx.clock.now().getTime() : 0
    await letWaitAgain(tx, ctx.queue, { job: changed, delayMs })
    return others?.isOpen ? 'elsewhere' : 'waits'
  })
}

type Change = Pick<JobChange, 'event' | 'data'>
type Waiting = { job: Job; error: AppError; others: Others | undefined }

/** Another GPU can have it at once; the same one has a moment to recover. */
function waitingAgain({ clock }: TxCtx, { job, error, others }: Waiting): Change {
  const delayMs = retryDelayMs(job.attempts, Math.random())
  const notBefore = others?.isOpen ? null : new Date(clock.now().getTime() + delayMs)
  return {
    event: 'requeue',
    data: { ...nowhere, error: toStored(error), notBefore, ...(others ? { queue: others.queue } : {}) },
  }
}

/** It never began: it waits again at its old place, at once, and this was no try. */
export async function giveBackJob(ctx: JobsCtx, { id, epoch, attempts }: Claim & Pick<Job, 'attempts'>): Promise<void> {
  await transact(ctx, async (tx) => {
    const notBegun = { claimedAt: null, submittedAt: null, startedAt: null, renderedAt: null, notBefore: null }
    const data = { ...nowhere, ...notBegun, attempts: attempts - 1 }
    const changed = await changeJob(tx, ctx.queue, { jobId: id, event: 'requeue', epoch, data })
    if (changed?.state === 'queued') await letWaitAgain(tx, ctx.queue, { job: changed })
  })
}

/** The GPU is done with it and free for the next, though what it made is not here yet. */
export async function noteRendered({ db, clock }: JobsCtx, { id, epoch }: Claim): Promise<void> {
  await db.job.updateMany({ where: { id, epoch, state: 'processing' }, data: { renderedAt: clock.now() } })
}

/** Of a worker that stops in order: the job stays on its GPU for whoever holds that next, and it has cost no try. */
export async function leaveForOthers(ctx: JobsCtx, { id, epoch }: Claim): Promise<void> {
  await ctx.db.job.updateMany({ where: { id, epoch, state: 'processing' }, data: { attempts: { decrement: 1 } } })
}

/** Told while it is fresh; the end of the job is written with everything else. */
export async function noteProgress(ctx: JobsCtx, { id, epoch }: Claim, times: Times): Promise<void> {
  await transact(ctx, async (tx) => {
    const { count } = await tx.db.job.updateMany({
      where: { id, epoch, state: 'processing' },
      data: { ...times, version: { increment: 1 } },
    })
    if (count === 1) tx.publish(jobUpdated(await tx.db.job.findUniqueOrThrow({ where: { id } })))
  })
}

const nowhere = { node: null, nodeUrl: null, promptId: null, graph: null } as const
