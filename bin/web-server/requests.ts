import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Env } from '#lib/runtime/env.ts'
import type { Log } from '#lib/runtime/log.ts'
import { fileLengthHeader } from '#lib/runtime/media.ts'
import { guardRequest, isTrustedRequest } from './guard.ts'

/** Where browsers connect for what happens; Socket.IO listens there. */
export const livePath = '/live'

export type RequestOptions = {
  env: Pick<Env, 'PUBLIC_URL'>
  isDev: boolean
  log: Log
  handlePage(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Takes the connection of a page that is being developed, or returns false. */
  handleHotReload(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
}

/** Leads every request and every upgrade past the guard. What one of them fails of ends that one alone, not the process. */
export function serveRequests(server: Server, options: RequestOptions): void {
  const { env, isDev, log } = options
  server.on('request', async (request, response) => {
    try {
      restoreLength(response)
      if (guardRequest(request, response, { env, isDev })) await options.handlePage(request, response)
    } catch (error) {
      log.error({ err: error, path: request.url }, 'A request could not be answered')
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end('Something went wrong on the server.')
    }
  })

  server.on('upgrade', (request, socket, head) => {
    // Socket.IO hears these too, and asks the guard itself.
    if (request.url?.startsWith(`${livePath}/`)) return
    // A connection that breaks meanwhile is nobody's concern.
    socket.on('error', () => {})
    try {
      const isHotReload = isDev && request.url?.startsWith('/_next/') && isTrustedRequest(request, env)
      if (isHotReload && options.handleHotReload(request, socket, head)) return
    } catch (error) {
      log.error({ err: error, path: request.url }, 'A connection could not be taken')
    }
    socket.destroy()
  })
}

/** Without its length, a browser cannot tell how far a download is. */
function restoreLength(response: ServerResponse): void {
  const writeHead = response.writeHead
  response.writeHead = function (this: ServerResponse, ...head: unknown[]) {
    const length = response.getHeader(fileLengthHeader)
    response.removeHeader(fileLengthHeader)
    // What was compressed on the way has another length.
    if (length !== undefined && !response.hasHeader('Content-Encoding')) response.setHeader('Content-Length', length)
    return Reflect.apply(writeHead, response, head)
  }
}
