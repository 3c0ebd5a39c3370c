import { randomUUID } from 'node:crypto'
import { type WebSocket, WebSocketServer } from 'ws'
import { parseJson, stringifyJson } from '#lib/runtime/json.ts'
import { isObject } from '#lib/workflow/graph.ts'
import type { Preview } from '../nodes/node.ts'
import { features } from './features.ts'

export type PreviewInfo = { node_id: string; prompt_id: string }

export type SocketHub = {
  upgrader: WebSocketServer
  /** To one client, or to everyone; a client that is not there gets nothing, then or later. */
  send(type: string, data: unknown, clientId?: string): void
  /** The frame that names its node goes before the progress message, the bare one after it; each socket gets one. */
  sendPreview(input: { preview: Preview; info: PreviewInfo; clientId: string | undefined; isNamed: boolean }): void
  /** Cuts every connection without a word, as a lost network does. */
  drop(): void
}

type Client = { socket: WebSocket; wantsNames: boolean }

export function createSockets(
  hello: (clientId: string) => { remaining: number; runningNode: string | undefined },
): SocketHub {
  const upgrader = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const clients = new Map<string, Client>()

  upgrader.on('connection', (socket, request) => {
    const url = new URL(request.url ?? '/', 'http://sketch')
    const clientId = url.searchParams.get('clientId') || randomUUID().replaceAll('-', '')
    const client: Client = { socket, wantsNames: false }
    // A second socket with the same id takes the place of the first, and when either closes, the place is empty. That
    // is ComfyUI's behaviour, and clients must live with it.
    clients.set(clientId, client)
    socket.on('close', () => clients.delete(clientId))
    socket.on('error', () => socket.terminate())
    const { remaining, runningNode } = hello(clientId)
    write(socket, 'status', { status: { exec_info: { queue_remaining: remaining } }, sid: clientId })
    if (runningNode !== undefined) write(socket, 'executing', { node: runningNode })
    answerFlags(socket, client)
  })

  const of = (clientId: string | undefined): Client[] => {
    if (clientId === undefined) return [...clients.values()]
    const client = clients.get(clientId)
    return client ? [client] : []
  }

  return {
    upgrader,
    send(type, data, clientId) {
      for (const { socket } of of(clientId)) write(socket, type, data)
    },
    sendPreview({ preview, info, clientId, isNamed }) {
      const frame = isNamed ? namedFrame(preview, info) : bareFrame(preview)
      for (const { socket, wantsNames } of of(clientId)) if (wantsNames === isNamed) socket.send(frame)
    },
    drop() {
      for (const socket of upgrader.clients) socket.terminate()
      clients.clear()
    },
  }
}

function write(socket: WebSocket, type: string, data: unknown): void {
  if (socket.readyState === socket.OPEN) socket.send(stringifyJson({ type, data }))
}

/** Only the first frame that is a JSON object may be the handshake; what comes before it does not count, what comes after is ignored. */
function answerFlags(socket: WebSocket, client: Client): void {
  let isFirst = true
  socket.on('message', (bytes, isBinary) => {
    if (!isFirst || isBinary) return
    const message = readObject(String(bytes))
    if (!message) return
    isFirst = false
    if (message.type !== 'feature_flags') return
    client.wantsNames = isObject(message.data) && message.data.supports_preview_metadata === true
    write(socket, 'feature_flags', features)
  })
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parseJson(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function bareFrame({ bytes, type }: Preview): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(1, 0)
  head.writeUInt32BE(type === 'image/jpeg' ? 1 : 2, 4)
  return Buffer.concat([head, bytes])
}

function namedFrame({ bytes, type }: Preview, { node_id, prompt_id }: PreviewInfo): Buffer {
  const ids = { node_id, prompt_id, display_node_id: node_id, parent_node_id: null, real_node_id: node_id }
  const info = Buffer.from(JSON.stringify({ ...ids, image_type: type }))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(4, 0)
  head.writeUInt32BE(info.length, 4)
  return Buffer.concat([head, info, bytes])
}
