import { once } from 'node:events'
import { createServer, type Server, request as sendRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fileLengthHeader } from '#lib/runtime/media.ts'
import { silentLog } from '#lib/testing/context.ts'
import { type RequestOptions, serveRequests } from './requests.ts'

let server: Server
let port: number
const handlePage = vi.fn<RequestOptions['handlePage']>()
const handleHotReload = vi.fn<RequestOptions['handleHotReload']>()

beforeEach(() => {
  handlePage.mockReset().mockImplementation(async (_, response) => void response.end('a page'))
  handleHotReload.mockReset().mockImplementation((_, socket) => answer(socket))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

describe('a request', () => {
  beforeEach(() => serve({ isDev: false }))

  it('that is trusted reaches the pages, and no other', async () => {
    expect(await get('localhost')).toEqual({ status: 200, body: 'a page' })
    expect(await get('evil.example.com')).toMatchObject({ status: 403 })
    expect(handlePage).toHaveBeenCalledTimes(1)
  })

  it('that fails is answered and told, and the next one is served', async () => {
    const told = vi.spyOn(silentLog, 'error')
    handlePage.mockRejectedValueOnce(new Error('broken'))
    expect(await get('localhost')).toEqual({ status: 500, body: 'Something went wrong on the server.' })
    expect(told).toHaveBeenCalledOnce()
    told.mockRestore()
    expect(await get('localhost')).toMatchObject({ status: 200 })
  })

  it('for a file is answered with its length, which Next keeps to itself', async () => {
    const answerWith = (headers: Record<string, string>) =>
      handlePage.mockImplementationOnce(async (_, response) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
        response.write('a ')
        response.end('file')
      })
    const lengths = async () => {
      const { headers } = await fetch(`http://127.0.0.1:${port}/`)
      return [headers.get('content-length'), headers.get(fileLengthHeader)]
    }
    answerWith({ [fileLengthHeader]: '6' })
    expect(await lengths()).toEqual(['6', null])
    answerWith({ [fileLengthHeader]: '60', 'Content-Encoding': 'identity' })
    expect(await lengths()).toEqual([null, null])
  })

  it('that fails halfway is cut off', async () => {
    handlePage.mockImplementationOnce(async (_, response) => {
      response.write('half a')
      throw new Error('broken')
    })
    await expect(get('localhost')).rejects.toThrow()
    expect(await get('localhost')).toMatchObject({ status: 200 })
  })
})

describe('an upgrade', () => {
  it.each(['/', '/livefoo', '/live', '/_next/hmr'])('to %s is cut off', async (path) => {
    await serve({ isDev: false })
    expect(await upgrade(path, 'localhost')).toBe('')
    expect(handleHotReload).not.toHaveBeenCalled()
  })

  it('to the live connection is left to Socket.IO', async () => {
    await serve({ isDev: true })
    server.on('upgrade', (_, socket) => answer(socket))
    expect(await upgrade('/live/?EIO=4', 'localhost')).toContain('101')
    expect(handleHotReload).not.toHaveBeenCalled()
  })

  it('to hot reload reaches Next in development, when it is trusted', async () => {
    await serve({ isDev: true })
    expect(await upgrade('/_next/hmr', 'localhost')).toContain('101')
    expect(await upgrade('/_next/hmr', 'evil.example.com')).toBe('')
    expect(await upgrade('/', 'localhost')).toBe('')
    expect(handleHotReload).toHaveBeenCalledTimes(1)
  })

  it('that nobody takes, or fails, is cut off', async () => {
    await serve({ isDev: true })
    handleHotReload.mockReturnValueOnce(false)
    expect(await upgrade('/_next/hmr', 'localhost')).toBe('')
    handleHotReload.mockImplementationOnce(() => {
      throw new Error('broken')
    })
    expect(await upgrade('/_next/hmr', 'localhost')).toBe('')
  })
})

async function serve({ isDev }: { isDev: boolean }): Promise<void> {
  server = createServer()
  serveRequests(server, { env: {}, isDev, log: silentLog, handlePage, handleHotReload })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
}

async function get(host: string): Promise<{ status: number; body: string }> {
  const request = sendRequest({ port, agent: false, headers: { host } }).end()
  const [response] = await once(request, 'response')
  let body = ''
  for await (const text of response.setEncoding('utf8')) body += text
  return { status: response.statusCode, body }
}

function answer(socket: Duplex): boolean {
  socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
  return true
}

/** What is answered before the connection ends; the test's time limit tells of one that is kept open. */
async function upgrade(path: string, host: string): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  let told = ''
  for await (const text of socket.setEncoding('utf8')) told += text
  return told
}
