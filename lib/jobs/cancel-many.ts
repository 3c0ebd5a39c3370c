import { noteStray } from '#lib/fleet/stray-prompts.ts'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Job } from '#prisma/client/client.ts'
import { changeLocked } from './change.ts'
import type { JobsCtx } from './context.ts'
import { readNodes } from './fleet-view.ts'
import { returnShares } from './return-shares.ts'
import { jobUpdated } from './rows.ts'
import { announceSentences } from './tell-many.ts'

/** How many were ended, and how many are stopped on their GPU. */
export type Cancelled = { cancelled: number; stopping: number }

/**
 * Ends many at once: those that wait at once, those on a GPU as soon as whoever holds it has stopped them; at once, too, when nobody
 * is there to do that, and then whoever holds it next takes the prompt away.
 */
export async function cancelJobs(ctx: JobsCtx, ids: readonly string[]): Promise<Cancelled> {
  const total: Cancelled = { cancelled: 0, stopping: 0 }
  const unattended = await findUnattended(ctx)
  for (let at = 0; at < ids.length; at += cancelledAtOnce) {
    const part = ids.slice(at, at + cancelledAtOnce)
    const { cancelled, stopping } = await transact(
      ctx,
      async (tx) => await cancelPart(tx, ctx, { ids: part, unattended }),
    )
    total.cancelled += cancelled
    total.stopping += stopping
  }
  return total
}

const cancelledAtOnce = 1_000

/** Addresses of the GPUs that nobody looks after now. */
async function findUnattended(ctx: JobsCtx): Promise<ReadonlySet<string>> {
  const nodes = await readNodes(ctx)
  return new Set(nodes.filter(({ heldBy, isHolderSilent }) => heldBy === null || isHolderSilent).map(({ url }) => url))
}

type Part = { ids: readonly string[]; unattended: ReadonlySet<string> }

async function cancelPart(tx: TxCtx, { queue }: JobsCtx, { ids, unattended }: Part): Promise<Cancelled> {
  const places = await tx.db.$queryRaw<{ id: string; queue: string }[]>`
    select id, queue from job where id = any(${ids}::uuid[]) and state = 'queued' and not "isHeld"`
  // Before their rows are held: whoever claims one holds its place first and its row second.
  for (const [name, jobs] of Map.groupBy(places, (place) => place.queue)) {
    await queue.drop(
      tx.db,
      name,
      jobs.map(({ id }) => id),
    )
  }
  const now = tx.clock.now()
  const changed = await tx.db.$queryRaw<Job[]>`
    with held as (
      select id from job where id = any(${ids}::uuid[]) and state in ('queued', 'processing') order by id for no key update
    )
    update job set
      state = case when state = 'queued' then 'cancelled' else state end,
      "endedAt" = case when state = 'queued' then ${now}::timestamptz else "endedAt" end,
      "cancelAskedAt" = case when state = 'processing' then coalesce("cancelAskedAt", ${now}::timestamptz) end,
      version = version + 1
    from held where job.id = held.id and job.state in ('queued', 'processing')
    returning job.*`
  const left = changed.filter(({ state, nodeUrl }) => state === 'processing' && unattended.has(nodeUrl ?? ''))
  for (const job of left) {
    await changeLocked(tx, queue, { job, event: 'cancel' })
    const { promptId, nodeUrl } = job
    if (promptId && nodeUrl) await noteStray(tx.db, { promptId, nodeUrl })
  }
  const cancelled = changed.filter(({ state }) => state === 'cancelled')
  await announceSentences(tx, cancelled)
  // Last, as whoever asks for jobs holds their sentences first and the share second.
  await returnShares(tx, cancelled)
  // Whoever has one on a GPU hears it by this.
  for (const job of changed) if (job.state === 'processing' && !left.includes(job)) tx.publish(jobUpdated(job))
  if (cancelled.length > 0) tx.publish({ type: 'queue.updated', hasNew: false })
  const ended = cancelled.length + left.length
  return { cancelled: ended, stopping: changed.length - ended }
}
