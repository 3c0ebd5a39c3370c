import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { watchConnections } from './connections.ts'

let server: Server
let connections: ReturnType<typeof watchConnections>
let client: Socket

beforeEach(async () => {
  server = createServer()
  connections = watchConnections(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
})
afterEach(() => {
  client.destroy()
})

it('lets what is being answered be finished', async () => {
  client.write('GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n')
  const [, response]: [unknown, ServerResponse] = await firstOf('request')
  const ended = connections.end(close(), 60_000)
  response.end('all of it')
  await ended
  expect(await read()).toContain('all of it')
})

it.each([
  ['request', 'GET / HTTP/1.1\r\nHost: here\r\n\r\n'],
  ['upgrade', 'GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
])('cuts off a %s that goes on', async (event, text) => {
  client.write(text)
  await firstOf(event)
  await connections.end(close(), 1)
  expect(server.listening).toBe(false)
})

async function firstOf(event: string): Promise<[unknown, ServerResponse]> {
  const [request, response] = await once(server, event)
  return [request, response]
}

async function close(): Promise<void> {
  await new Promise((resolve) => server.close(resolve))
}

async function read(): Promise<string> {
  let told = ''
  for await (const text of client.setEncoding('utf8')) told += text
  return told
}
