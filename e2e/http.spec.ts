import { request as httpRequest } from 'node:http'
import { expect } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import type { Instance } from './fixtures/instance.ts'
import { test } from './fixtures/test.ts'

test('health and readiness answer in JSON', async ({ request }) => {
  const health = await request.get('/health')
  expect(health.status()).toBe(200)
  expect(await health.json()).toEqual({ status: 'alive' })
  const ready = await request.get('/ready')
  expect(ready.status()).toBe(200)
  expect(await ready.json()).toEqual({ ready: true, checks: { database: 'ok', migrations: 'ok', queue: 'ok' } })
})

test('bad input to a route is answered with the fields that are wrong', async ({ request }) => {
  const bad = await request.get('/api/v1/projects/not-an-id/board')
  expect(bad.status()).toBe(400)
  const { error } = await bad.json()
  expect(error).toMatchObject({ code: 'INVALID_INPUT', retryable: false, fields: { projectId: expect.any(String) } })
  expect(JSON.stringify(error)).not.toMatch(/\.ts:\d+/)

  const missing = await request.get('/api/v1/projects/0198a5c0-0000-7000-8000-000000000000/board')
  expect(missing.status()).toBe(404)
  expect((await missing.json()).error).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such project.' })
})

test('a foreign web page can neither change anything nor listen', async ({ page, instance }) => {
  await createProject(page, 'Guarded')
  const foreign = await send(instance, { path: '/projects', method: 'POST', headers: { origin: 'http://evil.test' } })
  expect(foreign.status).toBe(403)
  const rebound = await send(instance, { path: '/projects', method: 'GET', headers: { host: 'evil.test' } })
  expect(rebound.status).toBe(403)
  expect(rebound.body).toContain('PUBLIC_URL')
  const socket = await send(instance, {
    path: '/live/?EIO=4&transport=websocket',
    method: 'GET',
    headers: {
      origin: 'http://evil.test',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  })
  expect(socket.status).toBeGreaterThanOrEqual(400)
})

type Asked = { path: string; method: string; headers: Record<string, string> }

/** Node's own client, because fetch does not let a program choose Host or Origin. */
async function send(instance: Instance, { path, method, headers }: Asked): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(instance.url)
  return await new Promise((resolve, reject) => {
    const asked = httpRequest({ hostname, port, path, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    asked.on('upgrade', () => resolve({ status: 101, body: '' }))
    asked.on('error', reject)
    asked.end()
  })
}
