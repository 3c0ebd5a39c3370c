import { fromPrisma, type PgBoss } from 'pg-boss'
import type { Tx } from '#lib/runtime/db.ts'

/** A job's place: the queue of its needs, and how early in it. */
export type Place = { id: string; queue: string; priority: number }

/**
 * Where jobs wait, in one queue for each set of needs. Everything but making a queue happens in the caller's transaction, so a
 * job and its place are one. Its id is the job's, so that nothing waits twice.
 */
export type RenderQueue = {
  /** Makes the queue unless it was made here before. `isNew` says that it cannot be there, whatever is known of it. */
  ensure(queue: string, options?: { isNew?: boolean }): Promise<void>
  add(tx: Tx, places: readonly Place[]): Promise<void>
  /** Lets one wait again that was taken, or that may have been lost. */
  putBack(tx: Tx, place: Place, options?: { delayMs?: number }): Promise<void>
  /** The id of the queue's next job, which from then on nobody else gets. */
  take(tx: Tx, queue: string): Promise<string | undefined>
  /** Gives one that waits another place in its queue. False: it does not wait there. */
  move(tx: Tx, place: Place): Promise<boolean>
  /** The same for many, however many they are. */
  moveAll(tx: Tx, places: readonly Place[]): Promise<void>
  /** Out of its queue, whether it waits or was taken. */
  drop(tx: Tx, queue: string, jobIds: readonly string[]): Promise<void>
  /** Ends a queue in which nothing is. */
  end(tx: Tx, queue: string): Promise<void>
}

/**
 * Delivery is all that is asked of pg-boss: a job's tries, its deadline and its end are ours, so nothing here may run out before
 * a job does.
 */
const renderOptions = {
  expireInSeconds: 23 * 3_600,
  retryLimit: 0,
  deleteAfterSeconds: 3_600,
  retentionSeconds: 365 * 86_400,
}

export function createRenderQueue(boss: PgBoss): RenderQueue {
  const inside = (tx: Tx) => ({ db: fromPrisma(tx) })
  const made = new Map<string, Promise<void>>()
  const drop = async (tx: Tx, queue: string, jobIds: readonly string[]) => {
    if (jobIds.length > 0) await boss.deleteJob(queue, [...jobIds], inside(tx))
  }
  return {
    async ensure(queue, { isNew = false } = {}) {
      const making = (isNew ? undefined : made.get(queue)) ?? boss.createQueue(queue, renderOptions)
      made.set(queue, making)
      try {
        await making
      } catch (error) {
        made.delete(queue)
        throw error
      }
    },
    async add(tx, places) {
      for (const [queue, jobs] of Map.groupBy(places, (place) => place.queue)) {
        await boss.insert(
          queue,
          jobs.map(({ id, priority }) => ({ id, priority })),
          inside(tx),
        )
      }
    },
    async putBack(tx, { id, queue, priority }, { delayMs = 0 } = {}) {
      // What is still there of an earlier try would keep the id to itself.
      await drop(tx, queue, [id])
      const after = delayMs > 0 ? { startAfter: `${(delayMs / 1_000).toFixed(3)} seconds` } : {}
      await boss.send(queue, null, { id, priority, ...after, ...inside(tx) })
    },
    async take(tx, queue) {
      const [next] = await boss.fetch(queue, inside(tx))
      return next?.id
    },
    async move(tx, { id, queue, priority }) {
      const { updated } = await boss.update(queue, undefined, { id, priority, ...inside(tx) })
      return updated > 0
    },
    async moveAll(tx, places) {
      // pg-boss moves one in a call, and thousands would take longer than a transaction may.
      await tx.$executeRaw`
        update pgboss.job b set priority = p.priority
        from json_to_recordset(${JSON.stringify(places)}::json) as p (id uuid, queue text, priority int)
        where b.name = p.queue and b.id = p.id and b.state < 'active'`
    },
    drop,
    async end(tx, queue) {
      // As pg-boss does it, but in the caller's transaction, which its own call cannot be.
      await tx.$executeRaw`select pgboss.delete_queue(${queue})`
      made.delete(queue)
    },
  }
}
