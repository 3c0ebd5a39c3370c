import type { z } from 'zod'
import { transact } from '#lib/live/transact.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { authorize } from '#lib/team/authorize.ts'
import { type Cancelled, cancelJobs } from './cancel-many.ts'
import type { JobsCtx } from './context.ts'
import { isActive } from './model.ts'
import type { cancelManyInput, stopOthersInput } from './queue-model.ts'

type TeamCtx = JobsCtx & { teamId: string }

export type QueueSwitch = { isPaused: boolean }

/** No GPU takes anything more; what runs is finished. Nothing leaves its place. */
export async function pauseQueue(ctx: TeamCtx): Promise<QueueSwitch> {
  await authorize(ctx, 'queue.manage', { kind: 'team', id: ctx.teamId })
  await transact(ctx, async (tx) => {
    const row = { id: 1, pausedAt: tx.clock.now(), pausedById: ctx.actor.personId }
    await tx.db.queuePause.createMany({ data: [row], skipDuplicates: true })
    tx.publish({ type: 'queue.updated', hasNew: false })
  })
  return { isPaused: true }
}

export async function resumeQueue(ctx: TeamCtx): Promise<QueueSwitch> {
  await authorize(ctx, 'queue.manage', { kind: 'team', id: ctx.teamId })
  await transact(ctx, async (tx) => {
    await tx.db.queuePause.deleteMany()
    tx.publish({ type: 'queue.updated', hasNew: true })
  })
  return { isPaused: false }
}

/** Ends everything of the team but this one. */
export async function stopOthers(ctx: TeamCtx, { jobId }: z.output<typeof stopOthersInput>): Promise<Cancelled> {
  const { teamId } = await authorize(ctx, 'queue.manage', { kind: 'job', id: jobId })
  await refuseEnded(ctx, jobId)
  const others = await ctx.db.job.findMany({
    where: { state: { in: [...underWay] }, project: { teamId }, id: { not: jobId } },
    select: { id: true },
  })
  return await cancelJobs(ctx, idsOf(others))
}

/** Who wants one left and all others gone is not left with nothing because that one was done a moment ago. */
async function refuseEnded({ db }: JobsCtx, id: string): Promise<void> {
  const { state } = await db.job.findUniqueOrThrow({ where: { id }, select: { state: true } })
  if (isActive(state)) return
  throw new AppError({
    code: 'CONFLICT',
    message: 'This picture is no longer waited for, so the others were left.',
    suggestion: 'Choose another to keep, or stop the others one by one.',
    details: { jobId: id, state },
  })
}

const underWay = ['queued', 'processing'] as const

/** Ends these jobs, or everything of a batch or a project that has not ended. */
export async function cancelMany(
  ctx: JobsCtx,
  { jobIds, batchId, projectId }: z.output<typeof cancelManyInput>,
): Promise<Cancelled> {
  if (jobIds) return await cancelJobs(ctx, await mayCancel(ctx, jobIds))
  if (batchId) await authorize(ctx, 'queue.manage', { kind: 'batch', id: batchId })
  if (projectId) await authorize(ctx, 'queue.manage', { kind: 'project', id: projectId })
  const where = { ...(batchId ? { batchId } : {}), ...(projectId ? { projectId } : {}) }
  const jobs = await ctx.db.job.findMany({ where: { ...where, state: { in: [...underWay] } }, select: { id: true } })
  return await cancelJobs(ctx, idsOf(jobs))
}

/** All of them, or none: who names a job of another team is told that there is no such job. */
async function mayCancel(ctx: JobsCtx, ids: readonly string[]): Promise<string[]> {
  const projects = await oneJobOfEachProject(ctx.db, ids)
  for (const { id } of projects) await authorize(ctx, 'queue.manage', { kind: 'job', id })
  const [first] = ids
  if (projects.length === 0 && first) await authorize(ctx, 'queue.manage', { kind: 'job', id: first })
  return [...ids]
}

async function oneJobOfEachProject(db: Tx, ids: readonly string[]): Promise<{ id: string }[]> {
  return await db.$queryRaw<{ id: string }[]>`
    select distinct on ("projectId") id from job where id = any(${ids}::uuid[])`
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id)
}
