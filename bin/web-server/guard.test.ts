import { once } from 'node:events'
import { createServer, type Server, request as sendRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardRequest, isTrustedHost, isTrustedRequest } from './guard.ts'

const env = { PUBLIC_URL: 'https://Board.example.com' }

describe('isTrustedHost', () => {
  it.each([
    ['localhost', true],
    ['localhost:3000', true],
    ['LOCALHOST:3000', true],
    ['127.0.0.1:3000', true],
    ['[::1]:3000', true],
    ['[::1]', true],
    ['board.example.com', true],
    ['BOARD.example.com', true],
    [undefined, false],
    ['', false],
    ['example.com', false],
    ['board.example.com:81', false],
    ['board.example.com.evil.com', false],
    ['localhost.evil.com', false],
    ['evil.com:3000', false],
    ['127.0.0.1.evil.com', false],
    ['localhost:3000@evil.com', false],
    ['192.168.0.7:3000', false],
  ])('%s: %s', (host, expected) => {
    expect(isTrustedHost(host, env)).toBe(expected)
  })

  it('trusts this machine alone when no address was set', () => {
    expect(isTrustedHost('board.example.com', {})).toBe(false)
    expect(isTrustedHost('localhost', {})).toBe(true)
  })
})

describe('guardRequest', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer((request, response) => {
      const isDev = request.url === '/dev'
      if (request.url === '/live') return response.end(String(isTrustedRequest(request, env)))
      if (guardRequest(request, response, { env, isDev })) {
        response.end(request.headers['content-security-policy'])
      }
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' && address ? address.port : 0
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const ours = 'http://localhost:3000'
  const theirs = 'https://evil.example.com'

  it.each<[string, Record<string, string>, number]>([
    ['GET', {}, 200],
    ['HEAD', { origin: theirs }, 200],
    ['GET', { origin: theirs }, 200],
    ['GET', { host: 'evil.example.com' }, 403],
    ['POST', {}, 200],
    ['POST', { origin: ours }, 200],
    ['POST', { origin: 'http://LOCALHOST:3000' }, 200],
    ['POST', { origin: theirs }, 403],
    ['POST', { origin: 'null' }, 403],
    ['POST', { origin: '' }, 403],
    ['POST', { origin: 'http://localhost:8080' }, 403],
    ['POST', { 'sec-fetch-site': 'cross-site' }, 403],
    ['POST', { 'sec-fetch-site': 'same-origin' }, 200],
    ['POST', { host: 'evil.example.com', origin: 'http://evil.example.com' }, 403],
    ['POST', { host: 'board.example.com', origin: 'https://board.example.com' }, 200],
    ['POST', { origin: 'https://board.example.com' }, 200],
    ['PUT', { origin: theirs }, 403],
    ['PATCH', { origin: theirs }, 403],
    ['DELETE', { origin: theirs }, 403],
  ])('%s with %j: %i', async (method, headers, status) => {
    expect((await send({ method, headers })).status).toBe(status)
  })

  it.each<[Record<string, string>, boolean]>([
    [{ origin: ours }, true],
    [{}, true],
    [{ origin: theirs }, false],
    [{ host: 'evil.example.com', origin: 'http://evil.example.com' }, false],
  ])('a live connection with %j: %s', async (headers, expected) => {
    expect((await send({ path: '/live', headers })).body).toBe(String(expected))
  })

  it('says in JSON what is wrong', async () => {
    const { headers, body } = await send({ headers: { host: 'evil.example.com' } })
    expect(headers['content-type']).toBe('application/json')
    expect(JSON.parse(body)).toMatchObject({
      error: { code: 'FORBIDDEN', message: expect.stringMatching(/PUBLIC_URL/) },
    })
  })

  it('gives pages and Next one policy with a nonce that is new each time', async () => {
    const [first, second] = [await send({}), await send({})]
    const policy = first.headers['content-security-policy']
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic';/)
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).toContain(`connect-src 'self' ws://localhost:3000 wss://localhost:3000;`)
    expect(first.body).toBe(policy)
    expect(second.body).not.toBe(first.body)
    expect(first.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
  })

  it('names no host for WebSockets that a policy cannot hold', async () => {
    const { headers } = await send({ headers: { host: '[::1]:3000' } })
    expect(headers['content-security-policy']).toContain(`connect-src 'self';`)
  })

  it('lets development compile in the page', async () => {
    expect((await send({ path: '/dev' })).body).toContain(`'unsafe-eval'`)
  })

  type Sending = { method?: string; path?: string; headers?: Record<string, string> }

  async function send({ method = 'GET', path = '/', headers = {} }: Sending) {
    const request = sendRequest({ port, method, path, agent: false, headers: { host: 'localhost:3000', ...headers } })
    request.end()
    const [response] = await once(request, 'response')
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }
  }
})
