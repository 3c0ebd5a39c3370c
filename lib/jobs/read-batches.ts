import type { Needs } from '#lib/fleet/needs.ts'
import type { Batch } from '#prisma/client/client.ts'
import type { BatchRow } from './batch-model.ts'
import type { JobsCtx } from './context.ts'
import { estimateWork } from './estimate-work.ts'
import { readFleetView } from './fleet-view.ts'
import type { JobState } from './model.ts'
import { readNeeds } from './read-needs.ts'

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
  return batches.map((batch) => {
    const own = groups.filter(({ batchId }) => batchId === batch.id)
    const count = (...states: JobState[]) =>
      own.filter(({ state }) => states.includes(state)).reduce((sum, group) => sum + group.count, 0)
    return {
      ...{ id: batch.id, projectId: batch.projectId, total: batch.total },
      ...{ done: count('completed'), failed: count('failed'), cancelled: count('cancelled') },
      ...{ running: count('processing'), waiting: count('queued') },
      secondsLeft: view ? secondsLeft(view, own.filter(isLeft), needs) : null,
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

type View = Parameters<typeof estimateWork>[0]

function secondsLeft(view: View, left: readonly Group[], needs: ReadonlyMap<string, Needs>): number | null {
  if (left.length === 0) return null
  const works = left.flatMap(({ queue, count }) => {
    const needed = needs.get(queue)
    return needed ? [{ needs: needed, count }] : []
  })
  return estimateWork(view, works).seconds
}
