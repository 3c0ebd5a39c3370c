import type { z } from 'zod'
import type { Lane } from '#lib/fleet/choice.ts'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { Job } from '#prisma/client/client.ts'
import { lockJob } from './change.ts'
import type { JobsCtx } from './context.ts'
import { laneRange, priorityOf } from './fair.ts'
import type { JobRow } from './model.ts'
import type { moveJobInput } from './queue-model.ts'
import type { Place, RenderQueue } from './render-queue.ts'
import { jobUpdated, toJobRow } from './rows.ts'

type Input = z.output<typeof moveJobInput>

/** Gives a job that waits another place: before everything, behind everything, or before another. */
export async function moveJob(ctx: JobsCtx, { jobId, to }: Input): Promise<JobRow> {
  await authorize(ctx, 'queue.manage', { kind: 'job', id: jobId })
  if (typeof to === 'object') await authorize(ctx, 'queue.manage', { kind: 'job', id: to.before })
  const moved = await transact(ctx, async (tx) => {
    await holdOrder(tx)
    const found = await tx.db.job.findUniqueOrThrow({ where: { id: jobId } })
    if (found.state !== 'queued') throw notWaiting(found)
    const place = await findPlace(tx, ctx.queue, { job: found, to })
    // Its place before its row, as whoever claims one does it.
    await ctx.queue.move(tx.db, { id: jobId, queue: found.queue, priority: place.priority })
    const job = await lockJob(tx, jobId)
    if (job?.state !== 'queued') throw notWaiting(job ?? found)
    const changed = await tx.db.job.update({ where: { id: jobId }, data: { ...place, version: { increment: 1 } } })
    tx.publish(jobUpdated(changed))
    // To an idle GPU that left it to another it may be of interest now.
    tx.publish({ type: 'queue.updated', hasNew: true })
    return changed
  })
  return toJobRow(moved)
}

/** Two who move at once would find the same place. */
async function holdOrder(tx: TxCtx): Promise<void> {
  await tx.db.$queryRaw`select 1 from pg_advisory_xact_lock(hashtext('framewright'), hashtext('queue order'))`
}

type Moving = { job: Job; to: Input['to'] }
type Found = { lane: Lane; priority: number }

async function findPlace(tx: TxCtx, queue: RenderQueue, { job, to }: Moving): Promise<Found> {
  if (to === 'front') return await findFront(tx, job)
  if (to === 'back') return await findBack(tx, job)
  const before = await tx.db.job.findUnique({ where: { id: to.before } })
  if (before?.state !== 'queued') throw notWaiting(before ?? { id: to.before, state: 'cancelled' })
  if (before.id === job.id) throw beforeItself()
  await makeRoom(tx, queue, { job, before })
  return { lane: before.lane, priority: Math.min(before.priority + 1, laneRange(before.lane).highest) }
}

/**
 * The second before the other's is for the one that moves alone. What comes before the two moves up as far as it is in the way: what
 * shares the other's second and was asked for sooner, and what is right before it.
 */
async function makeRoom(tx: TxCtx, queue: RenderQueue, { job, before }: { job: Job; before: Job }): Promise<void> {
  const raised = await tx.db.$queryRaw<Place[]>`
    select id, queue, wanted as priority from (
      select ahead.id, ahead.queue, ahead.priority,
        (other.priority + 1 + dense_rank() over (order by ahead.priority))::int as wanted
      from job other join job ahead on ahead.lane = other.lane and ahead.state = 'queued' and ahead.id <> ${job.id}::uuid
        and (-ahead.priority, ahead."createdAt", ahead.id) < (-other.priority, other."createdAt", other.id)
      where other.id = ${before.id}::uuid) ranked
    where priority < wanted`
  if (raised.length === 0) return
  await queue.moveAll(tx.db, raised)
  await tx.db.$executeRaw`
    update job set priority = p.priority
    from json_to_recordset(${JSON.stringify(raised)}::json) as p (id uuid, priority int)
    where job.id = p.id and job.state = 'queued'`
}

/** Before everything is the lane of what people wait for, whatever lane it came from. */
async function findFront(tx: TxCtx, { id }: Job): Promise<Found> {
  const [first] = await tx.db.job.findMany({
    where: { ...inQueue, lane: 'urgent', id: { not: id } },
    orderBy: { priority: 'desc' },
    select: { priority: true },
    take: 1,
  })
  const { highest } = laneRange('urgent')
  if (first) return { lane: 'urgent', priority: Math.min(first.priority + 1, highest) }
  const clock = await tx.db.fairClock.findUnique({ where: { lane: 'urgent' } })
  return { lane: 'urgent', priority: priorityOf('urgent', clock?.now ?? 0) }
}

/** Behind everything that is made without the GPUs being idle, unless it was for idle ones itself. */
async function findBack(tx: TxCtx, { id, lane, priority }: Job): Promise<Found> {
  const [last] = await tx.db.job.findMany({
    where: { ...inQueue, id: { not: id }, lane: lane === 'idle' ? 'idle' : { not: 'idle' } },
    orderBy: { priority: 'asc' },
    select: { lane: true, priority: true },
    take: 1,
  })
  if (!last) return { lane, priority }
  return { lane: last.lane, priority: Math.max(last.priority - 1, laneRange(last.lane).lowest) }
}

const inQueue = { state: 'queued', isHeld: false } as const

function notWaiting({ id, state }: Pick<Job, 'id' | 'state'>): AppError {
  return new AppError({
    code: 'CONFLICT',
    message: state === 'processing' ? 'It is on a GPU already.' : 'It does not wait any more.',
    suggestion: 'Look at the queue as it is now.',
    details: { jobId: id, state },
  })
}

function beforeItself(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: 'It cannot be moved before itself.',
    suggestion: 'Name another job, or move it to the front or the back.',
  })
}
