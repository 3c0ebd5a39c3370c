import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { listenOn } from './listen.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

it('listens, and says which port is taken and what to do', async () => {
  const first = aServer()
  first.listen(0, '127.0.0.1')
  await once(first, 'listening')
  const address = first.address()
  const PORT = typeof address === 'object' && address ? address.port : 0
  await expect(listenOn(aServer(), { HOST: '127.0.0.1', PORT })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: `Port ${PORT} is used by another program.`,
    suggestion: expect.stringContaining(`PORT=${PORT + 1}`),
  })
  first.close()
  await once(first, 'close')
  const second = aServer()
  await listenOn(second, { HOST: '127.0.0.1', PORT })
  expect(second.listening).toBe(true)
})

it('says so when the machine does not have the address', async () => {
  await expect(listenOn(aServer(), { HOST: '203.0.113.1', PORT: 65_000 })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: 'This machine cannot listen on 203.0.113.1, port 65000 (EADDRNOTAVAIL).',
  })
})

function aServer(): Server {
  const server = createServer()
  servers.push(server)
  return server
}
