import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** Keeps hold of every connection, those that became WebSockets too: the server itself loses sight of them. */
export function watchConnections(server: Server): { end(closing: Promise<unknown>, graceMs: number): Promise<void> } {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    /** Gives what is being answered a moment, then cuts what is left: the server is closed when this is over. */
    async end(closing, graceMs) {
      const timer = new AbortController()
      await Promise.race([closing, delay(graceMs, undefined, { signal: timer.signal }).catch(() => {})])
      timer.abort()
      for (const socket of open) socket.destroy()
      await closing
    },
  }
}
