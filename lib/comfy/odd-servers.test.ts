import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { newId } from '#lib/runtime/ids.ts'
import { colourGraph } from '#lib/testing/sketch.ts'
import { type ComfyClient, createComfyClient } from './client.ts'
import type { ComfyLimits } from './limits.ts'

/** A server that answers just what a test says, because no whole one does such things. */
let server: Server
let sockets: WebSocketServer
let url: string
let answer: (request: IncomingMessage, response: ServerResponse) => void
let asked: string[]
const clients: ComfyClient[] = []

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  sockets = new WebSocketServer({ server })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
  sockets.close()
  server.closeAllConnections()
  server.close()
})

function connect(limits: Partial<ComfyLimits> = {}): ComfyClient {
  const client = createComfyClient({ url, limits: { retryMs: 5, pollMs: [5], pollAtEndMs: [5], ...limits } })
  clients.push(client)
  return client
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

const unknownJob = { error: 'Job not found' }
const posts = () => asked.filter((line) => line === 'POST /prompt').length

describe('an answer', () => {
  it('is held to its size as it unfolds, not as it was packed', async () => {
    const packed = gzipSync(`${' '.repeat(8 * 1024 * 1024)}{"system":{},"devices":[]}`)
    answer = (_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length }).end(packed)
    await expect(connect({ answerBytes: 1024 * 1024 }).stats()).rejects.toMatchObject({ code: 'COMFY_UNAVAILABLE' })
    expect(await connect().stats()).toMatchObject({ devices: [] })
  })

  it.each([
    ['picture.png', '<!doctype html><title>Sign in</title>'],
    ['picture.JPG', 'null'],
    ['clip.mp4', '{"error":"no"}'],
  ])('is no %s when it says %s', async (filename, text) => {
    answer = (_request, response) => response.writeHead(200).end(text)
    await expect(connect().download({ filename, subfolder: '', type: 'output' })).rejects.toMatchObject({
      message: expect.stringContaining(filename),
      retryable: true,
    })
    expect(asked).toHaveLength(3)
  })

  it('may be anything under a name that promises nothing', async () => {
    answer = (_request, response) => response.writeHead(200).end('null')
    const file = { filename: 'notes.txt', subfolder: '', type: 'output' } as const
    expect(await connect().download(file)).toMatchObject({ mimeType: 'application/octet-stream' })
  })
})

describe('a submit', () => {
  it('does not take the socket for deaf that heard of it before the answer came', async () => {
    let opened = 0
    sockets.on('connection', () => opened++)
    let pings = 0
    answer = (request, response) => {
      if (request.url !== '/prompt') return send(response, unknownJob, 404)
      for (const socket of sockets.clients) {
        socket.on('ping', () => pings++)
        socket.send('{"type":"status","data":{}}', () => setImmediate(() => send(response, { prompt_id: 'x' })))
      }
    }
    await connect({ pingMs: 2, deafMs: 10 }).submit({ graph: colourGraph(1) })
    await vi.waitFor(() => expect(pings).toBeGreaterThan(20))
    expect(opened).toBe(1)
  })

  it('looks for it for a while before it sends it again', async () => {
    let looks = 0
    answer = (request, response) => {
      if (request.url === '/prompt') response.destroy()
      else if (++looks < 3) send(response, unknownJob, 404)
      else send(response, { status: 'pending' })
    }
    const promptId = newId()
    expect(await connect().submit({ graph: colourGraph(1), promptId })).toMatchObject({ promptId })
    expect(posts()).toBe(1)
  })

  it('is not sent after the client was closed', async () => {
    answer = (_request, response) => send(response, { prompt_id: 'x' })
    const client = connect()
    client.close()
    await expect(client.submit({ graph: colourGraph(1) })).rejects.toMatchObject({ code: 'CANCELLED' })
    const other = connect()
    const sent = other.submit({ graph: colourGraph(1) })
    other.close()
    await expect(sent).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(posts()).toBe(0)
    const third = connect()
    answer = (request, response) => {
      if (request.url !== '/prompt') return send(response, unknownJob, 404)
      third.close()
      response.destroy()
    }
    await expect(third.submit({ graph: colourGraph(1) })).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(posts()).toBe(1)
  })

  it('is waited for by a cancel of the same id', async () => {
    let isQueued = false
    const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<() => void>()
    answer = (request, response) => {
      if (request.url === '/prompt') {
        return tellAsked(() => {
          isQueued = true
          send(response, { prompt_id: 'x' })
        })
      }
      if (request.url?.endsWith('/cancel')) {
        isQueued = false
        return send(response, { cancelled: true })
      }
      return isQueued ? send(response, { status: 'pending' }) : send(response, unknownJob, 404)
    }
    const client = connect()
    const promptId = newId()
    const sent = client.submit({ graph: colourGraph(1), promptId })
    const accept = await isAsked
    const cancelled = client.cancel(promptId)
    const giveUp = new AbortController()
    const impatient = client.cancel(promptId, { signal: giveUp.signal })
    giveUp.abort()
    await expect(impatient).rejects.toMatchObject({ code: 'CANCELLED' })
    accept()
    await sent
    expect(await cancelled).toBe('cancelled')
    expect(isQueued).toBe(false)
  })

  it('ends the watch of an earlier one with the same id', async () => {
    answer = (_request, response) => send(response, { prompt_id: 'x' })
    const client = connect()
    const promptId = newId()
    await client.submit({ graph: colourGraph(1), promptId })
    const first = client.watch(promptId).next()
    await client.submit({ graph: colourGraph(2), promptId })
    expect(await first).toMatchObject({ done: true })
  })

  it('blames nobody for a prompt that is gone, when no socket stood as it was sent', async () => {
    const opened = Promise.withResolvers<void>()
    sockets.close()
    sockets = new WebSocketServer({ noServer: true })
    let isDeaf = true
    server.on('upgrade', (request, socket, head) => {
      if (isDeaf) return socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n')
      sockets.handleUpgrade(request, socket, head, () => opened.resolve())
    })
    answer = (request, response) =>
      request.url === '/prompt' ? send(response, { prompt_id: 'x' }) : send(response, unknownJob, 404)
    const client = connect({ forgottenMs: 20, reconnectMs: { first: 20, most: 20 } })
    const { promptId } = await client.submit({ graph: colourGraph(1) })
    isDeaf = false
    await opened.promise
    expect(await client.settle(promptId, { deadlineMs: 5_000 })).toMatchObject({ state: 'forgotten' })
  })
})

describe('a name that cannot be part of an address', () => {
  it.each(['..', '.', '', '\ud800'])('is refused before anything is asked: %j', async (name) => {
    answer = (_request, response) => send(response, {})
    const client = connect()
    const refusal = { code: 'INVALID_INPUT' }
    await expect(client.find(name)).rejects.toMatchObject(refusal)
    await expect(client.settle(name, { deadlineMs: 1_000 })).rejects.toMatchObject(refusal)
    await expect(client.cancel(name)).rejects.toMatchObject(refusal)
    await expect(client.models(name)).rejects.toMatchObject(refusal)
    await expect(client.objectInfo({ nodeClass: name })).rejects.toMatchObject(refusal)
    expect(asked).toEqual([])
  })

  it('does not hide what is wrong with a graph', async () => {
    const complaint = {
      type: 'value_not_in_list',
      message: 'Value not in list',
      details: '',
      extra_info: { input_name: 'a', received_value: 'b' },
    }
    const nodeErrors = { '1': { class_type: '..', errors: [complaint], dependent_outputs: [] } }
    const error = { type: 'prompt_outputs_failed_validation', message: 'no', details: '', extra_info: {} }
    answer = (_request, response) => send(response, { error, node_errors: nodeErrors }, 400)
    const graph = { '1': { class_type: '..', inputs: { a: 'b' } } }
    await expect(connect().submit({ graph })).rejects.toMatchObject({ details: { nodeId: '1' } })
    expect(asked).toEqual(['POST /prompt'])
  })
})
