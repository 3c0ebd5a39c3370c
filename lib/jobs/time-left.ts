import type { Needs } from '#lib/fleet/needs.ts'
import type { JobsCtx } from './context.ts'
import { countAhead, type Position } from './count-ahead.ts'
import { estimateWork } from './estimate-work.ts'
import type { FleetView } from './fleet-view.ts'
import { createOutlook } from './outlook.ts'

type Left = {
  batchId: string
  /** What of it waits or is on a GPU, by queue. */
  left: readonly { queue: string; count: number }[]
  view: FleetView
  needs: ReadonlyMap<string, Needs>
}

/**
 * Until all of a batch is made: what is left of it, behind everything that others have waiting before its last. Null when
 * nothing goes on, or a part has no GPU.
 */
export async function timeLeft(ctx: JobsCtx, { batchId, left, view, needs }: Left): Promise<number | null> {
  if (view.isPaused) return null
  const works = left.flatMap(({ queue, count }) => {
    const needed = needs.get(queue)
    return needed ? [{ needs: needed, count }] : []
  })
  const { seconds } = estimateWork(view, works)
  const last = seconds === null ? undefined : await readLast(ctx, batchId)
  if (seconds === null || !last) return seconds
  const outlook = createOutlook(ctx, { view, needs, upTo: last.priority })
  const { able, rivals } = outlook.ofQueue(last.queue)
  const startsInMs = outlook.startsInMs(last, await countAhead(ctx.db, last, [...rivals]))
  const needed = needs.get(last.queue)
  if (startsInMs === null || !needed) return null
  const runMs = Math.min(...able.map(({ id }) => view.speedOf(id, needed).runMs))
  return Math.max(seconds, Math.ceil((startsInMs + runMs) / 1_000))
}

type Last = Position & { queue: string }

/** The one of it that comes last. */
async function readLast({ db }: JobsCtx, batchId: string): Promise<Last | undefined> {
  const [last] = await db.$queryRaw<Last[]>`
    select id, queue, priority, "createdAt" from job
    where "batchId" = ${batchId}::uuid and state = 'queued' and not "isHeld"
    order by priority, "createdAt" desc, id desc limit 1`
  return last
}
