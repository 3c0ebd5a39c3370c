import type { Tx } from '#lib/runtime/db.ts'
import type { Job } from '#prisma/client/client.ts'
import type { JobsCtx } from './context.ts'
import { countAhead } from './count-ahead.ts'
import { readFleetView } from './fleet-view.ts'
import { createOutlook, type Outlook } from './outlook.ts'
import type { Waiting } from './queue-model.ts'
import { readNeeds } from './read-needs.ts'
import { errorOf } from './rows.ts'
import { explainWait } from './wait-reason.ts'

export type WaitingJob = Pick<
  Job,
  'id' | 'queue' | 'priority' | 'createdAt' | 'notBefore' | 'isHeld' | 'state' | 'error'
>

/** Where a job stands among those the same GPUs serve, when it is expected to start, and why it does not run yet. */
export async function readWaiting(ctx: JobsCtx, job: WaitingJob): Promise<Waiting> {
  const [view, needs, queue] = await Promise.all([
    readFleetView(ctx),
    readNeeds(ctx.db, [job.queue]),
    readQueueFacts(ctx),
  ])
  const outlook = createOutlook(ctx, { view, needs, upTo: job.priority })
  const ahead = await countAhead(ctx.db, job, [...outlook.ofQueue(job.queue).rivals])
  return waitingOf(outlook, { job, ahead, queue })
}

/** What keeps everything waiting alike. */
export type QueueFacts = { pausedBy: string | null; isWorkerThere: boolean }

/** A worker tells every 5 seconds that it lives. */
const silentAfterMs = 15_000

export async function readQueueFacts({
  db,
  clock,
  actor,
}: Pick<JobsCtx, 'clock' | 'actor'> & { db: Tx }): Promise<QueueFacts> {
  const since = new Date(clock.now().getTime() - silentAfterMs)
  const [facts] = await db.$queryRaw<QueueFacts[]>`
    select (select case
          when person.id is null then 'Somebody'
          when exists (
            select 1 from membership theirs join membership own using ("teamId")
            where theirs."personId" = person.id and own."personId" = ${actor.personId}::uuid
          ) then person.name
          else 'Somebody of another team' end
        from queue_pause q left join person on person.id = q."pausedById") as "pausedBy",
      exists (select 1 from process where kind = 'worker' and "seenAt" > ${since}) as "isWorkerThere"`
  return facts ?? { pausedBy: null, isWorkerThere: true }
}

type Standing = {
  job: WaitingJob
  /** What waits before it, in any queue. */
  ahead: ReadonlyMap<string, number>
  queue: QueueFacts
}

export function waitingOf(outlook: Outlook, { job, ahead, queue }: Standing): Waiting {
  const { able, refusal, rivals } = outlook.ofQueue(job.queue)
  const before = new Map([...ahead].filter(([name]) => rivals.has(name)))
  const count = [...before.values()].reduce((sum, one) => sum + one, 0)
  const { nowMs } = outlook.view.fleet
  const restsMs = Math.max(0, (job.notBefore?.getTime() ?? 0) - nowMs)
  const startsInMs = job.isHeld ? null : outlook.startsInMs(job, before)
  return {
    place: count + 1,
    ahead: count,
    startsInMs: startsInMs === null ? null : Math.max(startsInMs, restsMs),
    reason: explainWait({
      isHeld: job.isHeld,
      pausedBy: queue.pausedBy ?? undefined,
      resting: restsMs > 0 ? { error: errorOf(job)?.message ?? null } : undefined,
      nodes: outlook.view.nodes,
      isWorkerThere: queue.isWorkerThere,
      able,
      refusal,
      ahead: count,
    }),
  }
}
