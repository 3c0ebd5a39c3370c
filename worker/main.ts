import { startQueues } from '#lib/jobs/queue.ts'
import { runProcess } from '#lib/runtime/child.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { readEnv, requireDatabaseUrl } from '#lib/runtime/env.ts'
import { createLog } from '#lib/runtime/log.ts'
import { migrate } from '#lib/runtime/migrate.ts'
import { stopAll } from '#lib/runtime/stop-all.ts'
import { readVersion } from '#lib/runtime/version.ts'
import { startHeartbeat } from '#lib/system/heartbeat.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { housekeeping } from './housekeeping.ts'

await runProcess('worker', async () => {
  const env = readEnv()
  const databaseUrl = requireDatabaseUrl(env)
  const log = createLog('worker', env.LOG_LEVEL)
  await migrate(databaseUrl)
  const db = createDb(databaseUrl)
  const { personId } = await ensureOwner(db)
  const ctx: Ctx = { db, log, clock: systemClock, actor: { personId } }

  const stopQueues = await startQueues({ databaseUrl, log }, { housekeeping: () => housekeeping(ctx) })
  const heartbeat = await startHeartbeat(ctx, { kind: 'worker', version: readVersion() })

  return {
    async stop() {
      await stopAll(log, { 'The queues': stopQueues, 'The heartbeat': heartbeat.stop })
      await stopAll(log, { 'The database client': () => db.$disconnect() })
    },
  }
})
