import { type RawData, WebSocket } from 'ws'
import { newId } from '#lib/runtime/ids.ts'
import type { Caller } from './http.ts'
import { type Heard, readBinaryFrame, readTextFrame } from './messages.ts'
import { socketUrl } from './server.ts'
import { withJitter } from './tries.ts'

/**
 * Keeps one socket to a server, for progress only. Each connection has a client id of its own: a server forgets a socket
 * when an older one with the same id closes, and leaves it deaf without a word.
 */
export type KeptSocket = {
  /** Resolves to the client id to submit with, as soon as the socket stands, has failed once, or took too long. */
  ready(waitMs: number): Promise<string>
  /** Whether the connection with this client id stands, and has since it was made. */
  isLive(clientId: string): boolean
  /**
   * Told before a submit, which every socket hears of; what comes back is told when the server has taken it. A socket
   * that has heard nothing by then, and goes on hearing nothing, is replaced.
   */
  beginSubmit(): () => void
  close(): void
}

type Listeners = {
  onHeard(heard: Heard, clientId: string): void
  /** The connection with this client id is gone for good. */
  onLost(clientId: string): void
}

type Link = {
  clientId: string
  socket: WebSocket
  isOpen: boolean
  madeAt: number
  lastHeardAt: number
  textFrames: number
  expectedBy: number
}

/** Much more than a preview, and little enough to hold. */
const maxFrameBytes = 64 * 1024 * 1024

export function keepSocket({ server, limits }: Caller, { onHeard, onLost }: Listeners): KeptSocket {
  let link: Link | undefined
  let isClosed = false
  let failures = 0
  let reconnect: NodeJS.Timeout | undefined
  const waiting = new Set<() => void>()
  let nextClientId = newId()

  const settleWaiting = () => {
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  const connect = () => {
    if (link || isClosed) return
    clearTimeout(reconnect)
    const clientId = nextClientId
    nextClientId = newId()
    const socket = new WebSocket(socketUrl(server, clientId), {
      headers: server.headers,
      handshakeTimeout: limits.connectMs,
      maxPayload: maxFrameBytes,
      // Frames are small or already compressed, and come to one machine from its neighbour.
      perMessageDeflate: false,
    })
    const madeAt = performance.now()
    const heard = { lastHeardAt: madeAt, textFrames: 0, expectedBy: Infinity }
    const made: Link = { clientId, socket, isOpen: false, madeAt, ...heard }
    link = made
    const watch = setInterval(() => checkLink(made), limits.pingMs)
    watch.unref()
    socket.on('open', () => {
      made.isOpen = true
      made.lastHeardAt = performance.now()
      failures = 0
      // The server listens to the first frame alone.
      socket.send(featureFlags)
      settleWaiting()
    })
    socket.on('message', (data, isBinary) => {
      made.lastHeardAt = performance.now()
      if (!isBinary) {
        made.textFrames++
        made.expectedBy = Infinity
      }
      const heard = isBinary ? readBinaryFrame(bytesOf(data)) : readTextFrame(textOf(data))
      if (heard) onHeard(heard, clientId)
    })
    socket.on('pong', () => {
      made.lastHeardAt = performance.now()
    })
    // Its reason is the close that follows; without a listener it would end the process.
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(watch)
      drop(made)
    })
  }

  const checkLink = (made: Link) => {
    const now = performance.now()
    if (now - made.lastHeardAt > limits.silentMs || now > made.expectedBy) made.socket.terminate()
    else if (made.isOpen) made.socket.ping()
  }

  const drop = (made: Link) => {
    if (link !== made) return
    link = undefined
    settleWaiting()
    if (isClosed) return
    onLost(made.clientId)
    const { first, most } = limits.reconnectMs
    reconnect = setTimeout(connect, withJitter(Math.min(most, first * 2 ** Math.min(failures++, 16))))
    // Whoever waits for the server holds the process up; a socket for progress does not.
    reconnect.unref()
  }

  return {
    async ready(waitMs) {
      connect()
      const leftMs = link ? waitMs - (performance.now() - link.madeAt) : 0
      if (!link?.isOpen && leftMs > 0) await waitAtMost(leftMs, waiting)
      return link?.clientId ?? nextClientId
    },
    isLive: (clientId) => link?.clientId === clientId && link.isOpen,
    beginSubmit() {
      const made = link
      const framesBefore = made?.textFrames
      return () => {
        if (!made?.isOpen || made.textFrames !== framesBefore || made.expectedBy !== Infinity) return
        made.expectedBy = performance.now() + limits.deafMs
      }
    },
    close() {
      isClosed = true
      clearTimeout(reconnect)
      link?.socket.terminate()
      settleWaiting()
    },
  }
}

const featureFlags = JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } })

function waitAtMost(waitMs: number, waiting: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      waiting.delete(done)
      resolve()
    }
    const timer = setTimeout(done, waitMs)
    waiting.add(done)
  })
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString() : new TextDecoder().decode(bytesOf(data))
}
