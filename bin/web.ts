import { createServer } from 'node:http'
import next from 'next'
import { Server } from 'socket.io'
import { listen } from '#lib/live/listen.ts'
import { serveSockets } from '#lib/live/sockets.ts'
import { runProcess } from '#lib/runtime/child.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { readEnv, requireDatabaseUrl } from '#lib/runtime/env.ts'
import { createLog } from '#lib/runtime/log.ts'
import { migrate } from '#lib/runtime/migrate.ts'
import { migrationNames } from '#lib/runtime/migrations.ts'
import { installProcessParts } from '#lib/runtime/process-parts.ts'
import { readVersion } from '#lib/runtime/version.ts'
import { startHeartbeat } from '#lib/system/heartbeat.ts'
import { authorize } from '#lib/team/authorize.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { guardRequest, isTrustedRequest } from './web-server/guard.ts'
import { listenOn } from './web-server/listen.ts'

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
  installProcessParts({ env, db, log, version, owner, migrations })
  const ctx: Ctx = { db, log, clock: systemClock, actor: { personId: owner.personId } }

  const server = createServer()
  const app = next({ dev: isDev, dir: process.cwd(), hostname: env.HOST, port: env.PORT, httpServer: server })
  await app.prepare()
  const handlePage = app.getRequestHandler()
  const handleUpgrade = app.getUpgradeHandler()

  server.on('request', (request, response) => {
    if (guardRequest(request, response, { env, isDev })) void handlePage(request, response)
  })

  // WebSocket alone: with long polling, several web processes behind one address would need sticky sessions.
  const io = new Server(server, {
    path: '/live',
    transports: ['websocket'],
    serveClient: false,
    destroyUpgrade: false,
    allowRequest: (request, decide) => decide(null, isTrustedRequest(request, env)),
  })
  server.on('upgrade', (request, socket, head) => {
    if (!request.url?.startsWith('/live')) void handleUpgrade(request, socket, head)
  })

  const sockets = serveSockets(io, {
    log,
    teamOf: async () => owner.teamId,
    maySeeProject: async (_socket, id) =>
      await authorize(ctx, 'project.see', { kind: 'project', id }).then(
        () => true,
        () => false,
      ),
  })
  const listener = await listen({ databaseUrl, log, onEvent: sockets.emit, onGap: sockets.emitGap })
  await listenOn(server, env)
  const heartbeat = await startHeartbeat(ctx, { kind: 'web', version })

  return {
    info: { address: `http://${env.HOST}:${env.PORT}` },
    async stop() {
      await io.close()
      server.closeAllConnections()
      await app.close()
      await heartbeat.stop()
      await listener.stop()
      await db.$disconnect()
    },
  }
})
