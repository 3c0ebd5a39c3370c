import type { TxCtx } from '#lib/live/transact.ts'
import type { Place, RenderQueue } from './render-queue.ts'

/** Takes what waits of a batch out of its queues. */
export async function holdJobs(tx: TxCtx, queue: RenderQueue, batchId: string): Promise<void> {
  const waiting = await tx.db.$queryRaw<Place[]>`
    select id, queue, priority from job where "batchId" = ${batchId}::uuid and state = 'queued' and not "isHeld"`
  // Before their rows are held: whoever claims one holds its place first and its row second.
  await dropAll(tx, queue, waiting)
  // Those on a GPU too: one that comes back just now is waited for, and is held with the others.
  await tx.db.$queryRaw`
    select id from job where "batchId" = ${batchId}::uuid and state in ('queued', 'processing')
    order by id for no key update`
  const held = await tx.db.$queryRaw<Place[]>`
    update job set "isHeld" = true, version = version + 1
    where "batchId" = ${batchId}::uuid and state = 'queued' and not "isHeld"
    returning id, queue, priority`
  const dropped = new Set(waiting.map(({ id }) => id))
  await dropAll(
    tx,
    queue,
    held.filter(({ id }) => !dropped.has(id)),
  )
  tx.publish({ type: 'queue.updated', hasNew: false })
}

/** Puts them back to the places they had. */
export async function releaseJobs(tx: TxCtx, queue: RenderQueue, batchId: string): Promise<void> {
  const released = await tx.db.$queryRaw<Place[]>`
    update job set "isHeld" = false, version = version + 1
    where "batchId" = ${batchId}::uuid and state = 'queued' and "isHeld"
    returning id, queue, priority`
  // What is still there of an earlier time would keep the id to itself.
  await dropAll(tx, queue, released)
  await queue.add(tx.db, released)
  tx.publish({ type: 'queue.updated', hasNew: true })
}

async function dropAll(tx: TxCtx, queue: RenderQueue, places: readonly Place[]): Promise<void> {
  for (const [name, jobs] of Map.groupBy(places, (place) => place.queue)) {
    await queue.drop(
      tx.db,
      name,
      jobs.map(({ id }) => id),
    )
  }
}
