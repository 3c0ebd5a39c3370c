import { fromPrisma, type PgBoss } from 'pg-boss'
import type { Tx } from '#lib/runtime/db.ts'

export const renderQueueName = 'render'

/**
 * Where jobs wait. Everything happens in the caller's transaction, so a job and its place in the queue are one. Its id is the
 * job's, so that nothing waits twice.
 */
export type RenderQueue = {
  add(tx: Tx, jobId: string): Promise<void>
  /** Lets one wait again that was taken, or that may have been lost. */
  putBack(tx: Tx, jobId: string, options?: { delayMs?: number }): Promise<void>
  /** The id of the job that is next, which from then on nobody else gets. */
  take(tx: Tx): Promise<string | undefined>
  /** Out of the queue, whether it waits or was taken. */
  drop(tx: Tx, jobId: string): Promise<void>
}

export function createRenderQueue(boss: PgBoss): RenderQueue {
  const inside = (tx: Tx) => ({ db: fromPrisma(tx) })
  const send = async (tx: Tx, options: { id: string; priority?: number; startAfter?: string }) =>
    void (await boss.send(renderQueueName, null, { ...options, ...inside(tx) }))
  const drop = async (tx: Tx, jobId: string) => void (await boss.deleteJob(renderQueueName, jobId, inside(tx)))
  return {
    add: (tx, jobId) => send(tx, { id: jobId }),
    async putBack(tx, jobId, { delayMs = 0 } = {}) {
      // What is still there of an earlier try would keep the id to itself.
      await drop(tx, jobId)
      const after = delayMs > 0 ? { startAfter: `${(delayMs / 1_000).toFixed(3)} seconds` } : {}
      // It has waited once: those behind it then are behind it now.
      await send(tx, { id: jobId, priority: 1, ...after })
    },
    async take(tx) {
      const [next] = await boss.fetch(renderQueueName, inside(tx))
      return next?.id
    },
    drop,
  }
}
