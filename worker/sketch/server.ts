import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError, systemCode } from '#lib/runtime/errors.ts'
import { type Admin, adminPath, answerAdmin } from './admin.ts'
import { type Behaviour, behaviourSchema, createBehaviour, type SketchSpeed, spend } from './behaviour.ts'
import { openFileStore } from './files.ts'
import { createMachine } from './machine.ts'
import type { Machine } from './machine-state.ts'
import { BodyTooLarge, type Call, ServerTrouble, sendEmpty, sendText } from './protocol/http.ts'
import { isAllowedOrigin, isFromPage } from './protocol/origin.ts'
import { answer } from './protocol/routes.ts'
import { readTemplateModels } from './template-models.ts'

export type SketchOptions = {
  /** Any free one unless said. */
  port?: number
  host?: string
  /** Where input, output and temp lie. */
  dataDir: string
  speed?: SketchSpeed
  behaviour?: Partial<Behaviour>
  /** Folders with workflows beside the built-in ones; the models they name are there. */
  workflowDirs?: readonly string[]
}

export type SketchServer = { url: string; admin: Admin; stop(): Promise<void> }

/** A server that speaks ComfyUI's protocol and draws what it is asked for, without a GPU. */
export async function startSketchServer(options: SketchOptions): Promise<SketchServer> {
  const { host = '127.0.0.1', dataDir, speed = 'instant' } = options
  const behaviour = createBehaviour(speed, options.behaviour)
  const files = await openFileStore(dataDir)
  const builtIn = path.resolve(import.meta.dirname, '../../workflows')
  const templateModels = await readTemplateModels([builtIn, ...(options.workflowDirs ?? [])])
  const build = (): Machine => createMachine({ behaviour, files, templateModels })
  let machine = build()
  let port = options.port ?? 0

  const server = createServer((request, response) => void serve(request, response))
  // As ComfyUI's: a connection may idle for minutes and still be there.
  server.keepAliveTimeout = 120_000
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => upgrade({ machine, request, socket, head }))

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call: Call = { machine, request, response, url: readUrl(request), params: {} }
    if (call.url.pathname === adminPath) {
      if (isFromPage(request.headers)) return sendEmpty(call, 403)
      return await guard(call, () => answerAdmin(call, admin))
    }
    if (isTroubled(call)) return
    if (!isAllowedOrigin(request.headers)) return sendEmpty(call, 403)
    await guard(call, () => answer(call))
  }

  const listen = async (): Promise<void> => {
    server.listen(port, host)
    await once(server, 'listening').catch((error: unknown) => {
      throw describeListenFailure(error, port)
    })
    const address = server.address()
    if (isInetAddress(address)) port = address.port
  }
  const close = async (): Promise<void> => {
    machine.stop()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of open) socket.destroy()
    await closed
  }

  const admin: Admin = {
    change: (patch) => void Object.assign(behaviour, behaviourSchema.parse({ ...behaviour, ...patch })),
    async restart({ downMs = 0, whileDown } = {}) {
      await close()
      await files.clearTemp()
      if (downMs > 0) await pause(downMs)
      try {
        await whileDown?.()
      } finally {
        machine = build()
        await listen()
      }
    },
    forgetHistory: () => machine.history.clear(),
    dropSockets: () => machine.sockets.drop(),
    clearCache: () => machine.cache.clear(),
  }

  await listen()
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, admin, stop: close }
}

function readUrl(request: IncomingMessage): URL {
  const text = request.url ?? '/'
  return URL.canParse(text, 'http://sketch') ? new URL(text, 'http://sketch') : new URL('http://sketch/')
}

/** Whether the request met a fault that was switched on, and is dealt with. */
function isTroubled(call: Call): boolean {
  const { behaviour } = call.machine
  const { pathname } = call.url
  if (behaviour.silentPath !== null && pathname.startsWith(behaviour.silentPath)) return true
  if (behaviour.nonsensePath !== null && pathname.startsWith(behaviour.nonsensePath)) {
    sendText(call, '<h1>Welcome</h1>', 200)
    return true
  }
  const fault = behaviour.httpErrors
  if (!fault || !pathname.startsWith(fault.path)) return false
  if (spend(fault).isSpent) behaviour.httpErrors = null
  sendText(call, serverTrouble, fault.status)
  return true
}

const serverTrouble = '500 Internal Server Error\n\nServer got itself in trouble'

async function guard(call: Call, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (call.response.headersSent) call.response.destroy()
    else if (error instanceof BodyTooLarge) sendText(call, error.message, 413)
    else if (error instanceof ServerTrouble || !call.request.readableAborted) sendText(call, serverTrouble, 500)
  }
}

type Upgrade = { machine: Machine; request: IncomingMessage; socket: Duplex; head: Buffer }

function upgrade({ machine, request, socket, head }: Upgrade): void {
  const { pathname } = readUrl(request)
  const { silentPath } = machine.behaviour
  socket.on('error', () => socket.destroy())
  if (silentPath !== null && pathname.startsWith(silentPath)) return
  const status = !isAllowedOrigin(request.headers)
    ? '403 Forbidden'
    : !['/ws', '/api/ws'].includes(pathname)
      ? '404 Not Found'
      : undefined
  if (status) {
    socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    return
  }
  const { upgrader } = machine.sockets
  upgrader.handleUpgrade(request, socket, head, (opened) => upgrader.emit('connection', opened, request))
}

function isInetAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

function describeListenFailure(error: unknown, port: number): unknown {
  if (systemCode(error) !== 'EADDRINUSE') return error
  return new AppError({
    code: 'PORT_IN_USE',
    message: `Port ${port} is in use by another program.`,
    suggestion: `Stop it, or choose another port: npm run sketch -- --port ${port + 1}`,
    cause: error,
  })
}
