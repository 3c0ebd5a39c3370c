import path from 'node:path'
import { pino } from 'pino'
import type { JobsCtx } from '#lib/jobs/context.ts'
import { openQueues } from '#lib/jobs/queue.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import { createDb } from '#lib/runtime/db.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { openLibrary } from '#lib/workflow/library.ts'

export type QueueWorld = { ctx: JobsCtx & { teamId: string }; close(): Promise<void> }

/** What the web process gives a command, without the process. */
export async function openQueueWorld(databaseUrl: string): Promise<QueueWorld> {
  const log = pino({ level: 'silent' })
  const db = createDb(databaseUrl)
  const { personId, teamId } = await ensureOwner(db)
  const queues = await openQueues({ databaseUrl, log })
  const library = await openLibrary({ folders: [{ origin: 'built-in', folder: path.resolve('workflows') }] })
  const limits = { perPerson: 1_000_000, inAll: 1_000_000 }
  const base = { db, log, clock: systemClock, filesRoot: 'data/', actor: { personId }, teamId }
  return {
    ctx: { ...base, queue: queues.render, library, limits },
    async close() {
      library.close()
      await queues.stop()
      await db.$disconnect()
    },
  }
}
