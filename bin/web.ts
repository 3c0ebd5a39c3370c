import { createServer } from 'node:http'
import next from 'next'
import { Server } from 'socket.io'
import type { FleetParts } from '#lib/fleet/context.ts'
import { createKnownModels } from '#lib/fleet/known-models.ts'
import { createNodeProbe } from '#lib/fleet/probe.ts'
import { type JobsParts, limitsOf } from '#lib/jobs/context.ts'
import { openQueues } from '#lib/jobs/queue.ts'
import { listen } from '#lib/live/listen.ts'
import { serveSockets } from '#lib/live/sockets.ts'
import { tellWatched } from '#lib/live/watching.ts'
import { runProcess } from '#lib/runtime/child.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { readEnv, requireDatabaseUrl } from '#lib/runtime/env.ts'
import { createLog } from '#lib/runtime/log.ts'
import { migrate } from '#lib/runtime/migrate.ts'
import { migrationNames } from '#lib/runtime/migrations.ts'
import { installProcessParts } from '#lib/runtime/process-parts.ts'
import { stopAll } from '#lib/runtime/stop-all.ts'
import { createTurns } from '#lib/runtime/turns.ts'
import { readVersion } from '#lib/runtime/version.ts'
import { startHeartbeat } from '#lib/system/heartbeat.ts'
import type { TakesParts } from '#lib/takes/context.ts'
import { filesRootOf, openMedia } from '#lib/takes/media.ts'
import { createThumbnails } from '#lib/takes/thumbnails.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { openLibrary, workflowFolders } from '#lib/workflow/library.ts'
import { addressOf } from './host/summary.ts'
import { watchConnections } from './web-server/connections.ts'
import { isTrustedRequest } from './web-server/guard.ts'
import { listenOn } from './web-server/listen.ts'
import { maySee } from './web-server/may-see.ts'
import { livePath, serveRequests } from './web-server/requests.ts'

/** What is being answered when web is stopped may be finished for so long. */
const answerGraceMs = 1_000
/** sharp uses every core for one picture; a second at once fills the gaps while the first is read and written. */
const decodedAtOnce = 2
/** Every open System page asks every 4 seconds; the GPU servers hear of one of them. */
const probeMaxAgeMs = 3_000
/** New files appear in a list as soon as this, and a list that is typed into does not ask a server at each letter. */
const modelsMaxAgeMs = 10_000
const isDev = process.env.NODE_ENV === 'development'

await runProcess('web', async () => {
  const env = readEnv()
  const databaseUrl = requireDatabaseUrl(env)
  const log = createLog('web', env.LOG_LEVEL)
  const version = readVersion()
  await migrate(databaseUrl)
  const db = createDb(databaseUrl)
  const owner = await ensureOwner(db)
  const migrations = await migrationNames()
  const queues = await openQueues({ databaseUrl, log })
  const onError = (error: unknown) => log.warn({ err: error }, 'The workflows could not be read')
  const library = await openLibrary({ folders: workflowFolders(env), onChange: () => {}, onError })
  const jobs: JobsParts = { queue: queues.render, library, limits: limitsOf(env) }
  const decoding = createTurns(decodedAtOnce)
  const takes: TakesParts = { thumbnails: createThumbnails({ decoding, log }) }
  const fleet: FleetParts = {
    probe: createNodeProbe({ clock: systemClock, maxAgeMs: probeMaxAgeMs }),
    models: createKnownModels({ env, clock: systemClock, maxAgeMs: modelsMaxAgeMs }),
  }
  const nouns = { jobs, takes, fleet }
  const filesRoot = filesRootOf(env)
  const media = openMedia(env)
  installProcessParts({ env, db, log, media, filesRoot, decoding, version, owner, migrations, nouns })
  const ctx: Ctx = { db, log, clock: systemClock, actor: { personId: owner.personId }, filesRoot }

  const server = createServer()
  const connections = watchConnections(server)
  // Next takes upgrades from the server it is given, past any guard: from this one it hears only those passed on to it.
  const nextServer = createServer()
  const app = next({ dev: isDev, dir: process.cwd(), hostname: env.HOST, port: env.PORT, httpServer: nextServer })
  await app.prepare()
  serveRequests(server, {
    env,
    isDev,
    log,
    handlePage: app.getRequestHandler(),
    handleHotReload: (request, socket, head) => nextServer.emit('upgrade', request, socket, head),
  })

  // WebSocket alone: with long polling, several web processes behind one address would need sticky sessions.
  const io = new Server(server, {
    path: livePath,
    transports: ['websocket'],
    serveClient: false,
    destroyUpgrade: false,
    allowRequest: (request, decide) => decide(null, isTrustedRequest(request, env)),
  })

  const sockets = serveSockets(io, {
    log,
    teamOf: async () => owner.teamId,
    maySee: async (_socket, what) => await maySee(ctx, what),
    onJobsWatched(jobIds) {
      tellWatched(db, jobIds).catch((error) => log.debug({ err: error }, 'Workers could not be told who watches'))
    },
  })
  const listener = await listen({ databaseUrl, log, onEvent: sockets.emit, onGap: sockets.emitGap })
  await listenOn(server, env)
  const heartbeat = await startHeartbeat(ctx, { kind: 'web', version })

  return {
    info: { address: addressOf(env) },
    async stop() {
      await stopAll(log, {
        'The server': () => connections.end(io.close(), answerGraceMs),
        'The heartbeat': heartbeat.stop,
        'The live connection': listener.stop,
      })
      library.close()
      sockets.stop()
      await stopAll(log, { 'The queues': queues.stop })
      await stopAll(log, { 'The pages': () => app.close(), 'The database client': () => db.$disconnect() })
    },
  }
})
