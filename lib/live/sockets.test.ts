import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { io as connectTo, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { silentLog } from '#lib/testing/context.ts'
import type { LiveEvent } from './catalogue.ts'
import { type LiveSocketOptions, type LiveSockets, serveSockets } from './sockets.ts'

const [ours, theirs, projectId, otherId, secretId] = [1, 2, 3, 4, 5].map(idOf)
const allowed = { ok: true, retryable: false }
const refused = { ok: false, retryable: false }
const sentence = (id?: string): LiveEvent => {
  return { type: 'sentence.updated', projectId: id ?? '', id: idOf(9), version: 1 }
}

let http: HttpServer
let io: Server
let sockets: LiveSockets
let clients: Socket[]
const options = {
  log: silentLog,
  teamOf: vi.fn<LiveSocketOptions['teamOf']>(),
  maySee: vi.fn<LiveSocketOptions['maySee']>(),
  onJobsWatched: vi.fn<LiveSocketOptions['onJobsWatched']>(),
}

beforeEach(async () => {
  clients = []
  options.teamOf.mockReset().mockImplementation(async (socket) => String(socket.handshake.auth.team))
  options.maySee.mockReset().mockImplementation(async (_, { id }) => id !== secretId)
  options.onJobsWatched.mockReset()
  http = createServer()
  io = new Server(http, { transports: ['websocket'], serveClient: false })
  sockets = serveSockets(io, options)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
})
afterEach(async () => {
  for (const client of clients) client.close()
  await io.close()
})

describe('an event', () => {
  it('reaches those who watch its project, and nobody else', async () => {
    const [watcher, other, idle] = await Promise.all([join(), join(), join()])
    expect(await watch(watcher, projectId)).toEqual(allowed)
    expect(await watch(other, otherId)).toEqual(allowed)
    sockets.emit(sentence(projectId))
    expect(await heardBy(watcher)).toEqual([sentence(projectId)])
    expect(await heardBy(other)).toEqual([])
    expect(await heardBy(idle)).toEqual([])
  })

  it('of a project reaches its team’s lists once, and no other team', async () => {
    const [mate, watcher, stranger] = await Promise.all([join(), join(), join(theirs)])
    await watch(watcher, projectId)
    const event: LiveEvent = { type: 'project.updated', teamId: ours ?? '', projectId: projectId ?? '', version: 1 }
    sockets.emit(event)
    expect(await heardBy(mate)).toEqual([event])
    expect(await heardBy(watcher)).toEqual([event])
    expect(await heardBy(stranger)).toEqual([])
  })

  it('of the system, and a gap, reach everyone', async () => {
    const everyone = await Promise.all([join(), join(theirs)])
    const gaps = everyone.map((client) => new Promise<void>((resolve) => void client.on('live.gap', resolve)))
    sockets.emitGap()
    await Promise.all(gaps)
    for (const client of everyone) expect(await heardBy(client)).toEqual([])
    sockets.emit({ type: 'system.updated', kind: 'web' })
    for (const client of everyone) expect(await heardBy(client)).toEqual([{ type: 'system.updated', kind: 'web' }])
  })

  it('is no longer heard after leaving', async () => {
    const client = await join()
    await watch(client, projectId)
    client.emit('project.leave', { projectId })
    await watch(client, otherId)
    sockets.emit(sentence(projectId))
    expect(await heardBy(client)).toEqual([])
  })

  it('is not heard after leaving while it was still being found out whether one may watch', async () => {
    const client = await join()
    const answer = Promise.withResolvers<boolean>()
    options.maySee.mockReturnValueOnce(answer.promise)
    const watched = watch(client, projectId)
    client.emit('project.leave', { projectId })
    const next = watch(client, otherId)
    answer.resolve(true)
    await Promise.all([watched, next])
    sockets.emit(sentence(projectId))
    expect(await heardBy(client)).toEqual([])
  })
})

describe('watching', () => {
  it('what one may not see is refused', async () => {
    const client = await join()
    expect(await watch(client, secretId)).toEqual(refused)
    sockets.emit(sentence(secretId))
    expect(await heardBy(client)).toEqual([])
  })

  it.each([[undefined], [null], ['x'], [{}], [{ projectId: 'x' }], [{ projectId: 7 }], [{ projectId: ['team:x'] }]])(
    '%j is refused',
    async (input) => {
      const client = await join()
      expect(await client.emitWithAck('project.watch', input)).toEqual(refused)
      expect(options.maySee).not.toHaveBeenCalled()
    },
  )

  it('is refused when it cannot be found out, and can be asked for again', async () => {
    const client = await join()
    options.maySee.mockRejectedValueOnce(new Error('database away'))
    expect(await watch(client, projectId)).toEqual({ ok: false, retryable: true })
    expect(await watch(client, projectId)).toEqual(allowed)
  })

  it('the previews of more jobs than anybody looks at is refused', async () => {
    const client = await join()
    const ids = Array.from({ length: 60 }, (_, index) => idOf(100 + index))
    const watchJob = (jobId: string | undefined) => client.emitWithAck('job.watch', { jobId })
    const answers = await Promise.all(ids.map(watchJob))
    expect(answers).toEqual(ids.map((_, index) => (index < 50 ? allowed : refused)))
    expect(options.maySee).toHaveBeenCalledTimes(50)
    expect(await watchJob(ids[0])).toEqual(allowed)
    client.emit('job.leave', { jobId: ids[0] })
    expect(await watchJob(ids[59])).toEqual(allowed)
    expect(await watch(client, projectId)).toEqual(allowed)
  })

  it('and leaving may be asked for without waiting for an answer, and with nonsense', async () => {
    const client = await join()
    client.emit('project.watch', { projectId })
    client.emit('project.watch')
    client.emit('project.leave')
    client.emit('project.leave', 'x')
    expect(await watch(client, otherId)).toEqual(allowed)
    sockets.emit(sentence(projectId))
    expect(await heardBy(client)).toEqual([sentence(projectId)])
  })
})

it('a browser whose person cannot be found out is told so', async () => {
  options.teamOf.mockRejectedValueOnce(new Error('database away'))
  await expect(join()).rejects.toThrow('The server cannot tell who you are right now.')
})

const heard = new WeakMap<Socket, LiveEvent[]>()

async function join(team = ours): Promise<Socket> {
  const address = http.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const client = connectTo(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    auth: { team },
    reconnection: false,
    forceNew: true,
  })
  clients.push(client)
  const events: LiveEvent[] = []
  heard.set(client, events)
  client.onAny((name: string, event: LiveEvent) => {
    if (name !== 'live.gap' && name !== 'test.mark') events.push(event)
  })
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve)
    client.once('connect_error', reject)
  })
  return client
}

async function watch(client: Socket, id: string | undefined): Promise<unknown> {
  return await client.emitWithAck('project.watch', { projectId: id })
}

/** All that was sent to this client until now: messages arrive in order, so the mark comes last. */
async function heardBy(client: Socket): Promise<LiveEvent[]> {
  const mark = new Promise<void>((resolve) => void client.once('test.mark', resolve))
  io.to(client.id ?? '').emit('test.mark')
  await mark
  return heard.get(client)?.splice(0) ?? []
}
