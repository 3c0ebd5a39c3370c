import type { Batch } from '#prisma/client/client.ts'
import type { BatchRow } from './batch-model.ts'
import type { JobsCtx } from './context.ts'
import { readFleetView } from './fleet-view.ts'
import type { JobState } from './model.ts'
import { readNeeds } from './read-needs.ts'
import { timeLeft } from './time-left.ts'

/** How far batches are: a fixed number of reads, whatever their number and size. */
export async function readBatchRows(ctx: JobsCtx, batches: readonly Batch[]): Promise<BatchRow[]> {
  if (batches.length === 0) return []
  const groups = await readGroups(
    ctx,
    batches.map(({ id }) => id),
  )
  const left = groups.filter(isLeft)
  const needs = await readNeeds(
    ctx.db,
    left.map(({ queue }) => queue),
  )
  const view = left.length > 0 ? await readFleetView(ctx) : undefined
  const secondsOf = async (batch: Batch) => {
    if (!view || batch.pausedAt) return null
    const own = left.filter(({ batchId }) => batchId === batch.id)
    return own.length > 0 ? await timeLeft(ctx, { batchId: batch.id, left: own, view, needs }) : null
  }
  const seconds = await Promise.all(batches.map(secondsOf))
  return batches.map((batch, index) => {
    const own = groups.filter(({ batchId }) => batchId === batch.id)
    const count = (...states: JobState[]) =>
      own.filter(({ state }) => states.includes(state)).reduce((sum, group) => sum + group.count, 0)
    return {
      ...{ id: batch.id, projectId: batch.projectId, total: batch.total },
      ...{ done: count('completed'), failed: count('failed'), cancelled: count('cancelled') },
      ...{ running: count('processing'), waiting: count('queued') },
      secondsLeft: seconds[index] ?? null,
      isPaused: batch.pausedAt !== null,
      isStopped: batch.stoppedAt !== null,
      createdAt: batch.createdAt.toISOString(),
    }
  })
}

type Group = { batchId: string; state: JobState; queue: string; count: number }

function isLeft({ state }: Group): boolean {
  return state === 'queued' || state === 'processing'
}

async function readGroups({ db }: JobsCtx, ids: readonly string[]): Promise<Group[]> {
  return await db.$queryRaw<Group[]>`
    select "batchId", state::text as state, case when state in ('queued', 'processing') then queue else '' end as queue,
      count(*)::int as count
    from job where "batchId" = any(${ids}::uuid[]) group by 1, 2, 3`
}
