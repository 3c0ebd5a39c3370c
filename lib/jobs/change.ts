import type { TxCtx } from '#lib/live/transact.ts'
import { announceSentence } from '#lib/storyboard/announce-sentence.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import { isActive, type JobEvent, stateAfter } from './model.ts'
import type { RenderQueue } from './render-queue.ts'
import { jobUpdated } from './rows.ts'

export type JobChange = {
  jobId: string
  event: JobEvent
  /** The claim under which this is done. When the job was claimed again since, it changes nothing. */
  epoch?: number | undefined
  data?: Prisma.JobUncheckedUpdateInput | undefined
}

/**
 * The one place where a job changes its state. Undefined when the event comes too late: the job has ended, or another worker
 * has it now.
 */
export async function changeJob(tx: TxCtx, queue: RenderQueue, change: JobChange): Promise<Job | undefined> {
  const job = await lockJob(tx, change.jobId)
  if (!job || (change.epoch !== undefined && change.epoch !== job.epoch)) return undefined
  return await changeLocked(tx, queue, { ...change, job })
}

/** The same for a job whose row is held already. */
export async function changeLocked(
  tx: TxCtx,
  queue: RenderQueue,
  change: Pick<JobChange, 'event' | 'data'> & { job: Job },
): Promise<Job | undefined> {
  const { job } = change
  // What somebody has called off has not failed, and is not tried again.
  const isCalledOff = job.cancelAskedAt !== null && (change.event === 'fail' || change.event === 'requeue')
  const event = isCalledOff ? 'cancel' : change.event
  const next = stateAfter(job.state, event)
  if (!next) return undefined
  const hasEnded = !isActive(next)
  // One that waits is left to whoever takes it next: a claim holds the queue's row first and the job's second.
  if (hasEnded && job.state !== 'queued') await queue.drop(tx.db, job.queue, [job.id])
  const changed = await tx.db.job.update({
    where: { id: job.id },
    data: {
      ...change.data,
      state: next,
      version: { increment: 1 },
      ...(event === 'claim' ? { epoch: { increment: 1 } } : {}),
      ...(hasEnded ? { endedAt: tx.clock.now() } : {}),
    },
  })
  tx.publish(jobUpdated(changed))
  if (next === 'queued' || job.state === 'queued') tx.publish({ type: 'queue.updated', hasNew: next === 'queued' })
  // What the sentence shows as its active job is no more.
  if (hasEnded && job.sentenceId) await announceSentence(tx, job.sentenceId)
  return changed
}

/** Whoever changes a job holds its row first, so that two never decide from the same state. */
export async function lockJob(tx: TxCtx, jobId: string): Promise<Job | undefined> {
  const [job] = await tx.db.$queryRaw<Job[]>`select * from job where id = ${jobId}::uuid for no key update`
  return job
}
