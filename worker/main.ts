import os from 'node:os'
import { openLeases } from '#lib/fleet/leases.ts'
import { loadNodes } from '#lib/fleet/registry.ts'
import { usualWaits } from '#lib/fleet/trust.ts'
import { limitsOf } from '#lib/jobs/context.ts'
import { readFleetView } from '#lib/jobs/fleet-view.ts'
import { startQueues } from '#lib/jobs/queue.ts'
import type { RenderQueue } from '#lib/jobs/render-queue.ts'
import { repairQueue } from '#lib/jobs/repair-queue.ts'
import { listen } from '#lib/live/listen.ts'
import { createWatchedJobs } from '#lib/live/watching.ts'
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
import { filesRootOf, openMedia } from '#lib/takes/media.ts'
import { repairShadows } from '#lib/takes/shadow.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { openLibrary, workflowFolders } from '#lib/workflow/library.ts'
import type { WorkerCtx } from './gpu/context.ts'
import { createRunningJobs } from './gpu/running-jobs.ts'
import { shareReads } from './gpu/share-reads.ts'
import { startSlots } from './gpu/slots.ts'
import { watchFleet } from './gpu/watch-fleet.ts'
import { housekeeping } from './housekeeping.ts'

await runProcess('worker', async () => {
  const env = readEnv()
  const databaseUrl = requireDatabaseUrl(env)
  const log = createLog('worker', env.LOG_LEVEL)
  await migrate(databaseUrl)
  const db = createDb(databaseUrl)
  const { personId } = await ensureOwner(db)
  const base: Ctx = { db, log, clock: systemClock, actor: { personId }, filesRoot: filesRootOf(env) }
  const media = openMedia(env)
  const onError = (error: unknown) => log.warn({ err: error }, 'The workflows could not be read')
  const library = await openLibrary({ folders: workflowFolders(env), onChange: () => {}, onError })

  const watched = createWatchedJobs(systemClock)
  const running = createRunningJobs(db, log)
  const worker = `${os.hostname()} ${process.pid}`
  const readView = shareReads(() => readFleetView(base))
  const limits = limitsOf(env)
  const makeCtx = (queue: RenderQueue): WorkerCtx => ({
    ...base,
    ...{ media, library, queue, limits, watched, running, worker, readView },
    ...{ waits: usualWaits, tooMuch: new Map() },
  })
  const queues = await startQueues({ databaseUrl, log }, (queue) => ({
    housekeeping: () => housekeeping(makeCtx(queue)),
  }))
  const ctx = makeCtx(queues.render)
  await repairQueue(ctx)
  const leases = openLeases({ databaseUrl, log })
  const slots = await startSlots(ctx, { nodes: await loadNodes(env), leases })
  const fleet = watchFleet({ env, log, onChange: slots.setNodes })
  const listener = await listen({
    databaseUrl,
    log,
    onEvent(event) {
      ctx.running.hear(event)
      const isNew = event.type === 'queue.updated' && event.hasNew
      if (isNew || event.type === 'node.updated') slots.wake()
      if (event.type === 'fleet.doubted') slots.doubt()
    },
    onWatched: watched.hear,
    onGap() {
      ctx.running.checkAll()
      slots.wake()
    },
  })
  // What was called off while nobody listened.
  ctx.running.checkAll()
  const heartbeat = await startHeartbeat(base, { kind: 'worker', version: readVersion() })
  const stopping = new AbortController()
  // Off the way to the first picture: it looks at every sentence that has one.
  const shadows = repairShadows(base, media, { signal: stopping.signal }).catch((error) =>
    log.warn({ err: error }, 'The current pictures could not be checked'),
  )

  return {
    async stop() {
      stopping.abort()
      library.close()
      await stopAll(log, { 'The list of GPUs': fleet.stop })
      await stopAll(log, { 'The GPUs': slots.stop })
      await stopAll(log, {
        'The queues': queues.stop,
        'The leases': leases.stop,
        'The live connection': listener.stop,
        'The heartbeat': heartbeat.stop,
        'The look at the current pictures': () => shadows,
      })
      await stopAll(log, { 'The database client': () => db.$disconnect() })
    },
  }
})
