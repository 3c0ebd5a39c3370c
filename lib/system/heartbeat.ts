import os from 'node:os'
import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { isAlive } from '#lib/runtime/is-alive.ts'
import { forgottenAfterMs, heartbeatMs, type ProcessKind } from './model.ts'

export type Heartbeat = { stop(): Promise<void> }

/** Keeps a row that says that this process lives, and takes it away at an orderly end. */
export async function startHeartbeat(ctx: Ctx, self: { kind: ProcessKind; version: string }): Promise<Heartbeat> {
  const id = newId()
  const startedAt = ctx.clock.now()
  let stopped = false
  let beating: Promise<void> | undefined

  const beat = async (db: Tx) => {
    const seenAt = ctx.clock.now()
    const facts = {
      kind: self.kind,
      host: os.hostname(),
      pid: process.pid,
      version: self.version,
      node: process.version,
    }
    await db.process.upsert({
      where: { id },
      create: { id, ...facts, startedAt, seenAt },
      update: { seenAt },
    })
  }

  await transact(ctx, async (tx) => {
    await forgetTheDead(tx, self.kind)
    await beat(tx.db)
    tx.publish({ type: 'system.updated', kind: self.kind })
  })
  const timer = setInterval(() => {
    // On a slow database the last one may still be under way: another would only wait behind it.
    beating ??= beat(ctx.db)
      .catch((error) => ctx.log.debug({ err: error }, 'A heartbeat was missed'))
      .finally(() => {
        beating = undefined
      })
  }, heartbeatMs)
  timer.unref()

  return {
    async stop() {
      if (stopped) return
      stopped = true
      clearInterval(timer)
      await beating
      await transact(ctx, async (tx) => {
        await tx.db.process.deleteMany({ where: { id } })
        tx.publish({ type: 'system.updated', kind: self.kind })
      })
    },
  }
}

/** Rows that a killed run has left: those of this machine whose process is gone, and anybody's that are old. */
async function forgetTheDead(ctx: { db: Pick<Ctx['db'], 'process'>; clock: Ctx['clock'] }, kind: ProcessKind) {
  const mine = await ctx.db.process.findMany({ where: { kind, host: os.hostname() } })
  const gone = mine.filter((row) => !isAlive(row.pid) || row.pid === process.pid).map((row) => row.id)
  const old = new Date(ctx.clock.now().getTime() - forgottenAfterMs)
  await ctx.db.process.deleteMany({ where: { OR: [{ id: { in: gone } }, { seenAt: { lt: old } }] } })
}
