import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestClock } from '#lib/testing/context.ts'
import { createNodeProbe, probeNode } from './probe.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('probeNode', () => {
  it('tells the version of a ComfyUI that answers, asked as the node wants to be asked', async () => {
    const asked: unknown[] = []
    const url = await serve((request, response) => {
      asked.push(request.url, request.headers.authorization)
      response.end(JSON.stringify({ system: { comfyui_version: '0.3.9', os: 'posix' }, devices: [] }))
    })
    const health = await probeNode({ url, headers: { Authorization: 'Bearer x' } })
    expect(health).toEqual({ state: 'reachable', version: '0.3.9', latencyMs: expect.any(Number) })
    expect(asked).toEqual(['/system_stats', 'Bearer x'])
  })

  it('does not need the version, which old ones do not tell', async () => {
    const url = await serve((_, response) => response.end(JSON.stringify({ system: {} })))
    expect(await probeNode({ url, headers: {} })).toMatchObject({ state: 'reachable', version: undefined })
  })

  it.each<[string, RequestListener, RegExp]>([
    ['fails', (_, response) => response.writeHead(500).end('oops'), /status 500/],
    ['asks for a password', (_, response) => response.writeHead(401).end(), /status 401/],
    ['is a web page', (_, response) => response.end('<html>'), /not ComfyUI/],
    ['is another program', (_, response) => response.end('{"hello":1}'), /not ComfyUI/],
    ['says nothing', (_, response) => response.end(), /not ComfyUI/],
    ['hangs up', (request) => request.socket.destroy(), /Nothing answers there/],
  ])('tells that what answers %s', async (_, listener, reason) => {
    const url = await serve(listener)
    expect(await probeNode({ url, headers: {} })).toEqual({
      state: 'unreachable',
      reason: expect.stringMatching(reason),
    })
  })

  it('tells that nothing listens there', async () => {
    const url = await serve(() => {})
    for (const server of servers.splice(0)) server.close()
    expect(await probeNode({ url, headers: {} })).toMatchObject({ reason: expect.stringMatching(/Nothing answers/) })
  })

  it('does not wait for ever, neither for an answer nor for its end', async () => {
    const silent = await serve(() => {})
    const endless = await serve((_, response) => response.write('{"system":'))
    const answers = await Promise.all([silent, endless].map((url) => probeNode({ url, headers: {} })))
    const late = { state: 'unreachable', reason: 'It did not answer within 2 seconds.' }
    expect(answers).toEqual([late, late])
  })
})

describe('createNodeProbe', () => {
  it('asks once for all who ask within its time, and each node for itself', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.end('{"system":{}}')
    })
    const clock = createTestClock()
    const probe = createNodeProbe({ clock, maxAgeMs: 3_000 })
    const ask = (headers = {}) => probe({ url, headers })
    await Promise.all([ask(), ask()])
    clock.advance(2_999)
    await ask()
    expect(asked).toBe(1)
    await ask({ Authorization: 'Bearer x' })
    expect(asked).toBe(2)
    clock.advance(1)
    expect(await ask()).toMatchObject({ state: 'reachable' })
    expect(asked).toBe(3)
  })
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}
