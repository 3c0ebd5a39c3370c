import type { Ctx } from '#lib/runtime/context.ts'
import { isDeadlock } from '#lib/runtime/database-errors.ts'
import type { Tx } from '#lib/runtime/db.ts'
import type { LiveEvent } from './catalogue.ts'

/** A context inside a transaction: what it publishes is announced when, and only when, the transaction commits. */
export type TxCtx = Omit<Ctx, 'db'> & { db: Tx; publish(event: LiveEvent): void }

export const liveChannel = 'framewright_live'

/** Postgres refuses a payload of 8,000 bytes; this leaves room and keeps one notification one network packet or two. */
const maxPayloadBytes = 6_000
/** Longer than any command takes; shorter than a person waits before pressing again. */
const transactionTimeoutMs = 15_000
/** How long a burst of commands may wait for a connection. */
const connectionWaitMs = 5_000

/** Runs a command's writes as one: all of them happen and are announced, or none are. */
export async function transact<T>(ctx: Ctx, work: (tx: TxCtx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transactOnce(ctx, work)
    } catch (error) {
      if (tries >= maxTries || !isDeadlock(error)) throw error
    }
  }
}

/** Of two transactions that wait for each other Postgres ends one; by the time it is told, the other is through. */
const maxTries = 3

async function transactOnce<T>(ctx: Ctx, work: (tx: TxCtx) => Promise<T>): Promise<T> {
  return await ctx.db.$transaction(
    async (db) => {
      const events = new Map<string, LiveEvent>()
      // Of what is said twice of one thing, the last is the news.
      const publish = (event: LiveEvent) => {
        const key = `${event.type} ${'id' in event ? event.id : JSON.stringify(event)}`
        events.delete(key)
        events.set(key, event)
      }
      const result = await work({ ...ctx, db, publish })
      for (const payload of packEvents([...events.values()])) {
        await notify(db, liveChannel, payload)
      }
      return result
    },
    { timeout: transactionTimeoutMs, maxWait: connectionWaitMs },
  )
}

/** Tells at once what is not worth a transaction: how far something is. Lost when nobody listens. */
export async function announce(db: Tx, event: LiveEvent): Promise<void> {
  await notify(db, liveChannel, JSON.stringify([event]))
}

export async function notify(db: Tx, channel: string, payload: string): Promise<void> {
  await db.$executeRaw`select pg_notify(${channel}, ${payload})`
}

/** As few payloads as the events fit in, in order. */
export function packEvents(events: readonly LiveEvent[]): string[] {
  const payloads: string[] = []
  let batch: string[] = []
  let bytes = 2
  for (const event of events) {
    const text = JSON.stringify(event)
    const size = Buffer.byteLength(text) + 1
    if (bytes + size > maxPayloadBytes && batch.length > 0) {
      payloads.push(`[${batch.join(',')}]`)
      batch = []
      bytes = 2
    }
    batch.push(text)
    bytes += size
  }
  if (batch.length > 0) payloads.push(`[${batch.join(',')}]`)
  return payloads
}
