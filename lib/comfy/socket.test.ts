import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { defaultLimits } from './limits.ts'
import { readServer } from './server.ts'
import { type KeptSocket, keepSocket } from './socket.ts'

/** A server that does nothing but take sockets, because what matters here is below what a whole one shows. */
let server: Server
let url: string
let sockets: WebSocketServer
let opened: { socket: WebSocket; clientId: string; headers: IncomingMessage['headers']; said: string[] }[]
let kept: KeptSocket
const onHeard = vi.fn()
const onLost = vi.fn()

beforeEach(async () => {
  opened = []
  server = createServer()
  sockets = new WebSocketServer({ server, autoPong: false })
  sockets.on('connection', (socket, request) => {
    const clientId = new URL(request.url ?? '', 'http://a').searchParams.get('clientId') ?? ''
    const said: string[] = []
    socket.on('message', (data) => said.push(String(data)))
    opened.push({ socket, clientId, headers: request.headers, said })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterEach(() => {
  kept.close()
  sockets.close()
  server.closeAllConnections()
  server.close()
  vi.clearAllMocks()
})

function keep(limits: Partial<typeof defaultLimits> = {}): KeptSocket {
  const quick = { ...defaultLimits, reconnectMs: { first: 1, most: 5 }, ...limits }
  kept = keepSocket({ server: readServer(url, { headers: { 'X-Key': 'k' } }), limits: quick }, { onHeard, onLost })
  return kept
}

describe('the socket', () => {
  it('says first what it understands, with the headers the server wants and without an origin', async () => {
    const clientId = await keep().ready(1_000)
    await vi.waitFor(() => expect(opened[0]?.said).toHaveLength(1))
    expect(JSON.parse(opened[0]?.said[0] ?? '')).toEqual({
      type: 'feature_flags',
      data: { supports_preview_metadata: true },
    })
    expect(opened[0]).toMatchObject({ clientId, headers: { 'x-key': 'k' } })
    expect(opened[0]?.headers).not.toHaveProperty('origin')
    expect(await kept.ready(1_000)).toBe(clientId)
    expect(opened).toHaveLength(1)
  })

  it('comes back under another name, after the old one is gone', async () => {
    const first = await keep().ready(1_000)
    opened[0]?.socket.terminate()
    await vi.waitFor(() => expect(opened).toHaveLength(2))
    expect(onLost).toHaveBeenCalledExactlyOnceWith(first)
    expect(opened[1]?.clientId).not.toBe(first)
    expect(kept.isLive(first)).toBe(false)
    const second = await kept.ready(1_000)
    expect([second, kept.isLive(second)]).toEqual([opened[1]?.clientId, true])
  })

  it('is replaced when it is silent, pongs and all', async () => {
    const first = await keep({ pingMs: 5, silentMs: 30 }).ready(1_000)
    await vi.waitFor(() => expect(opened.length).toBeGreaterThan(1))
    expect(onLost).toHaveBeenCalledWith(first)
  })

  it('is replaced when it does not hear of a submit, though it answers pings', async () => {
    await keep({ pingMs: 5, deafMs: 20 }).ready(1_000)
    opened[0]?.socket.on('ping', () => opened[0]?.socket.pong())
    kept.beginSubmit()()
    await vi.waitFor(() => expect(opened.length).toBeGreaterThan(1))
  })

  it('stays when it does hear of it', async () => {
    await keep({ pingMs: 2, deafMs: 20 }).ready(1_000)
    const [made] = opened
    let pings = 0
    made?.socket.on('ping', () => {
      pings++
      made.socket.pong()
    })
    kept.beginSubmit()()
    made?.socket.send('{"type":"status","data":{}}')
    await vi.waitFor(() => expect(pings).toBeGreaterThan(20))
    expect(opened).toHaveLength(1)
  })

  it('does not hold a submit up where there is none', async () => {
    sockets.close()
    server.closeAllConnections()
    server.close()
    const startedAt = performance.now()
    expect(await keep().ready(5_000)).toMatch(/^[0-9a-f-]{36}$/)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
