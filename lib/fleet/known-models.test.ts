import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestClock, useStudio } from '#lib/testing/context.ts'
import { createKnownModels, listFleetModels } from './known-models.ts'

const studio = useStudio()
const clock = createTestClock()
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.setHeader('Content-Type', 'application/json').end('["ink.safetensors"]')
})
let env: Parameters<typeof createKnownModels>[0]['env']

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Safe: a server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  env = { GPUS_FILE: '/nowhere/gpus.yaml', COMFYUI_URL: [`http://127.0.0.1:${port}`] }
})
afterAll(() => void server.close())

it('what the fleet has is asked once for all who ask within its time, and each folder for itself', async () => {
  const models = createKnownModels({ env, clock, maxAgeMs: 10_000 })
  const list = (folder: string) =>
    listFleetModels({ ...studio.as('viewer'), teamId: studio.teamId }, { folder }, models)
  const [first, second] = await Promise.all([list('loras'), list('loras')])
  expect(first).toMatchObject({ items: [{ folder: 'loras', name: 'ink.safetensors' }], unreachable: [] })
  expect(second).toEqual(first)
  clock.advance(9_999)
  await list('loras')
  expect(asked).toHaveLength(1)
  await list('vae')
  expect(asked).toHaveLength(2)
  clock.advance(1)
  await list('loras')
  expect(asked).toHaveLength(3)
})

it('what could not be asked because the settings were broken is asked again as soon as they are right', async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-models-'))
  const file = path.join(dir, 'gpus.yaml')
  await writeFile(file, 'nodes: []')
  const models = createKnownModels({ env: { ...env, GPUS_FILE: file }, clock, maxAgeMs: 10_000 })
  await expect(models('loras')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await rm(dir, { recursive: true })
  expect(await models('loras')).toMatchObject({ items: [{ name: 'ink.safetensors' }] })
})

it('what the fleet has is told to nobody from elsewhere', async () => {
  const models = createKnownModels({ env, clock, maxAgeMs: 0 })
  const list = listFleetModels({ ...studio.stranger, teamId: studio.teamId }, { folder: 'loras' }, models)
  await expect(list).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
