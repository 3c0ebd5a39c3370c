import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FleetNode, markOf, nodesOfUrls } from '#lib/fleet/model.ts'
import { holdNode, registerNodes, retireNode } from '#lib/fleet/nodes.ts'
import { readFleetView } from '#lib/jobs/fleet-view.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import type { LiveEvent } from '#lib/live/catalogue.ts'
import { listen } from '#lib/live/listen.ts'
import { announce } from '#lib/live/transact.ts'
import { newId } from '#lib/runtime/ids.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, silentLog, useStudio } from '#lib/testing/context.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { type TestWorker, useJobs } from '#lib/testing/worker.ts'

const studio = useStudio()
const jobs = useJobs(studio)
const workers: TestWorker[] = []
/** For a state that comes by itself, however much else the machine has to do: only where it never comes it is too long. */
const timeout = 30_000
vi.setConfig({ testTimeout: 2 * timeout })
let [one, other]: TestSketch[] = []

beforeAll(async () => {
  ;[one, other] = [await startTestSketch(), await startTestSketch()]
})
afterAll(async () => {
  await one?.stop()
  await other?.stop()
})
afterEach(async () => {
  for (const sketch of [one, other]) sketch?.admin.change({ stepMs: 0, models: {} })
  for (const worker of workers.splice(0)) await worker.stop()
})

function nodeOf(sketch: TestSketch | undefined, given: Partial<FleetNode> = {}): FleetNode {
  const [node] = nodesOfUrls([sketch?.url ?? ''])
  if (!node) throw new Error('One address makes one node.')
  return { ...node, ...given }
}
const start = async (...nodes: FleetNode[]) => {
  const worker = await jobs.startWorker(nodes)
  workers.push(worker)
  return worker
}
/** Not when the next look is due. */
const lookNow = () => announce(studio.ctx.db, { type: 'fleet.doubted', workflow: 'any' })
const row = (id: string) => studio.ctx.db.gpuNode.findUnique({ where: { id } })
const whenRow = (id: string, facts: object) => expect.poll(() => row(id), { timeout }).toMatchObject(facts)
/** Who holds what is shown of a server, once for each GPU that it is shown as. */
const heldAt = async (sketch: TestSketch | undefined) => {
  const where = { url: sketch?.url ?? '', isConfigured: true }
  return (await studio.ctx.db.gpuNode.findMany({ where })).map(({ heldBy }) => heldBy)
}
const view = async (id: string) => (await readFleetView(jobs.ctx)).nodes.find((node) => node.id === id)

async function ask(): Promise<string> {
  const { sectionId } = await aProject(studio)
  const [sentence] = await sentences(studio.ctx, sectionId, 'The boats come in.')
  const sentenceId = sentence?.id ?? ''
  await updateSentence(studio.ctx, { id: sentenceId, imagePrompt: `a harbour ${sentenceId}` })
  return (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId }))).job.id
}
const job = (id: string) => studio.ctx.db.job.findUniqueOrThrow({ where: { id } })

describe('a GPU that is held', () => {
  it('shows how it is, what it has and who holds it, and nobody when the worker has stopped', async () => {
    const node = nodeOf(one, { name: 'Desk', tier: 'quality', vramGb: 24 })
    const worker = await start(node)
    await whenRow(node.id, { health: 'well', heldBy: worker.name, abilitiesHash: expect.any(String) })
    expect(await row(node.id)).toMatchObject({
      ...{ name: 'Desk', url: node.url, isConfigured: true, mode: 'active', reason: null, foreign: 0 },
      settings: { tier: 'quality', vramGb: 24, capabilities: null, maxBatch: 4 },
      ...{ version: expect.any(String), device: expect.any(String), vramTotalGb: expect.any(Number) },
    })
    const seen = await view(node.id)
    expect(seen).toMatchObject({ isOpen: true, inHand: [] })
    expect(seen?.runner.abilities?.nodeTypes.has('KSampler')).toBe(true)
    await worker.stop()
    await whenRow(node.id, { heldBy: null, isConfigured: true })
    expect(await view(node.id)).toMatchObject({ isOpen: false })
  })

  it('is set aside when it is gone, is back by itself, with the models it has then, and each is told', async () => {
    const told: LiveEvent[] = []
    const listener = await listen({
      databaseUrl: studio.database.url,
      log: silentLog,
      onEvent: (event) => told.push(event),
      onGap: () => {},
    })
    const node = nodeOf(one)
    await start(node)
    await whenRow(node.id, { health: 'well' })
    const before = await row(node.id)
    await jobs.whenJob(await ask(), 'completed')
    one?.admin.change({ models: { checkpoints: ['another.safetensors'] } })
    await one?.admin.restart({
      async whileDown() {
        await whenRow(node.id, { health: 'away', reason: expect.stringContaining('nothing that answers') })
        expect(await view(node.id)).toMatchObject({ isOpen: false })
        told.length = 0
      },
    })
    await whenRow(node.id, { health: 'well', reason: null })
    await expect.poll(async () => (await row(node.id))?.abilitiesHash, { timeout }).not.toBe(before?.abilitiesHash)
    await expect.poll(() => told, { timeout }).toContainEqual({ type: 'node.updated', id: node.id })
    await listener.stop()
  })

  it('keeps a speed and what it has loaded after a picture', async () => {
    const node = nodeOf(one)
    await start(node)
    const id = await ask()
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
    await whenRow(node.id, { warmKey: expect.any(String), warmSince: expect.any(Date) })
    await expect
      .poll(() => studio.ctx.db.gpuSpeed.count({ where: { nodeId: node.id } }), { timeout })
      .toBeGreaterThan(0)
  })
})

it('a job that somebody claimed for a GPU after losing it is seen to by who holds it now', async () => {
  const node = nodeOf(one)
  const worker = await start(node)
  await whenRow(node.id, { health: 'well', heldBy: worker.name })
  await studio.ctx.db.gpuNode.update({ where: { id: node.id }, data: { mode: 'paused' } })
  const id = await ask()
  const claim = { state: 'processing', nodeUrl: node.url, node: node.name, promptId: newId(), graph: '{}' } as const
  await studio.ctx.db.job.update({ where: { id }, data: { ...claim, epoch: 1, attempts: 1, claimedAt: new Date() } })
  // The server never heard of it, so it is tried again.
  await expect.poll(async () => (await job(id)).state, { timeout }).toBe('queued')
  await studio.ctx.db.gpuNode.update({ where: { id: node.id }, data: { mode: 'active' } })
  expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
})

it('a model that is put onto a GPU is found when somebody was refused for want of it', async () => {
  one?.admin.change({ models: { diffusion_models: ['other.safetensors'] } })
  const node = nodeOf(one)
  const before = await row(node.id)
  await start(node)
  // What an earlier worker noted of it stands there until it was asked.
  await expect.poll(async () => (await row(node.id))?.abilitiesHash, { timeout }).not.toBe(before?.abilitiesHash)
  await expect(ask()).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  one?.admin.change({ models: {} })
  await expect
    .poll(
      () =>
        ask().then(
          () => 'asked',
          () => 'refused',
        ),
      { timeout },
    )
    .toBe('asked')
})

describe('when the settings change', () => {
  it('a GPU is let go of when it has finished, its prepared job goes to another, and it is shown no more', async () => {
    one?.admin.change({ stepMs: 200 })
    const [first, second] = [nodeOf(one), nodeOf(other)]
    const worker = await start(first)
    const asked = [await ask(), await ask()]
    await expect
      .poll(async () => (await Promise.all(asked.map(job))).map(({ state }) => state), { timeout })
      .toEqual(['processing', 'processing'])
    await expect.poll(async () => (await job(asked[0] ?? '')).startedAt, { timeout }).not.toBeNull()
    await worker.setNodes([second])
    await expect.poll(async () => (await job(asked[1] ?? '')).nodeUrl, { timeout }).not.toBe(first.url)
    one?.admin.change({ stepMs: 0 })
    const [drawn, prepared] = await Promise.all(asked.map((id) => jobs.whenJob(id)))
    expect(drawn).toMatchObject({ state: 'completed', attempts: 1, node: first.name })
    expect(prepared).toMatchObject({ state: 'completed', attempts: 1, node: second.name })
    await whenRow(first.id, { isConfigured: false, heldBy: null })
    expect(await view(first.id)).toBeUndefined()
    await worker.setNodes([first, second])
    await whenRow(first.id, { isConfigured: true, heldBy: worker.name, health: 'well' })
  })

  it('the same GPU goes on under other settings', async () => {
    const worker = await start(nodeOf(one))
    await whenRow(nodeOf(one).id, { health: 'well' })
    await worker.setNodes([nodeOf(one, { name: 'Renamed', tier: 'premium' })])
    await whenRow(nodeOf(one).id, { name: 'Renamed', settings: expect.objectContaining({ tier: 'premium' }) })
    expect(await jobs.whenJob(await ask())).toMatchObject({ state: 'completed', node: 'Renamed' })
    const message = 'No such file or directory: models/loras/ink.safetensors'
    one?.admin.change({ failAt: { node: 'VAEDecode', message, exceptionType: 'OSError', hasNaN: false, times: 1 } })
    expect(await jobs.whenJob(await ask())).toMatchObject({
      error: { message: expect.stringMatching(/^Renamed does not have the model ink/) },
    })
  })

  it('another server under the same name takes over from the old one', async () => {
    const worker = await start(nodeOf(one, { id: 'desk' }))
    await whenRow('desk', { health: 'well', url: one?.url })
    await worker.setNodes([nodeOf(other, { id: 'desk' })])
    await whenRow('desk', { health: 'well', url: other?.url, heldBy: worker.name })
  })

  it('another server under the same name is one GPU, though two workers read of it while the old one is at work', async () => {
    const holder = await start(nodeOf(one, { id: 'moved' }))
    await whenRow('moved', { health: 'well', heldBy: holder.name })
    const second = await start(nodeOf(one, { id: 'moved' }))
    one?.admin.change({ stepMs: 150 })
    const id = await ask()
    await expect.poll(async () => (await job(id)).startedAt, { timeout }).not.toBeNull()
    await holder.setNodes([nodeOf(other, { id: 'moved' })])
    await second.setNodes([nodeOf(other, { id: 'moved' })])
    await expect.poll(() => heldAt(other), { timeout }).toEqual([second.name])
    one?.admin.change({ stepMs: 0 })
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
    await expect.poll(() => heldAt(one), { timeout }).toEqual([])
    expect(await heldAt(other)).toEqual([second.name])
  }, 40_000)

  it('the same server under another name is one GPU, and only that', async () => {
    const worker = await start(nodeOf(one, { id: 'former' }))
    await whenRow('former', { health: 'well', heldBy: worker.name })
    await worker.setNodes([nodeOf(one, { id: 'later' })])
    await whenRow('later', { health: 'well', heldBy: worker.name, isConfigured: true })
    await whenRow('former', { isConfigured: false, heldBy: null })
  })

  it('a GPU that others took for given up is back as soon as it is held', async () => {
    const node = nodeOf(one)
    const worker = await start(node)
    await whenRow(node.id, { health: 'well' })
    await worker.stop()
    await retireNode(studio.ctx, node.id)
    await holdNode(studio.ctx, { id: node.id, worker: 'w' })
    expect(await row(node.id)).toMatchObject({ isConfigured: true, heldBy: 'w' })
  })

  it('a GPU that no worker names any more is shown no more', async () => {
    await registerNodes(studio.ctx, [nodeOf(one, { id: 'gone', url: 'http://127.0.0.1:9' })])
    await start(nodeOf(one))
    await whenRow('gone', { isConfigured: false })
  })
})

describe('what is configured twice', () => {
  it('two servers under one id, by two workers: the second is told apart, and keeps its name', async () => {
    await start(nodeOf(one, { id: 'sketch' }))
    await whenRow('sketch', { health: 'well', url: one?.url })
    const second = await start(nodeOf(other, { id: 'sketch' }))
    const apart = `sketch-${markOf(other?.url ?? '')}`
    await whenRow(apart, { health: 'well', url: other?.url, heldBy: second.name })
    expect(await row('sketch')).toMatchObject({ url: one?.url, isConfigured: true })
    for (const worker of workers.splice(0)) await worker.stop()
    await start(nodeOf(other, { id: 'sketch' }))
    await expect.poll(async () => (await row(apart))?.heldBy, { timeout }).not.toBeNull()
  })

  it('one server under two addresses: the second is set aside, and used when the first is not named any more', async () => {
    const [first, second] = [one?.url ?? '', (one?.url ?? '').replace('127.0.0.1', 'localhost')]
    one?.admin.change({ stepMs: 150 })
    const nodes = nodesOfUrls([first, second])
    const worker = await start(...nodes)
    const asked = await Promise.all(Array.from({ length: 8 }, ask))
    const isDrawing = () =>
      studio.ctx.db.job.count({ where: { nodeUrl: first, startedAt: { not: null }, endedAt: null } })
    await expect.poll(isDrawing, { timeout: 30_000 }).toBeGreaterThan(0)
    await lookNow()
    await whenRow(nodes[1]?.id ?? '', { health: 'aside', reason: expect.stringContaining(`the same server as`) })
    expect(await row(nodes[0]?.id ?? '')).toMatchObject({ health: 'well' })
    one?.admin.change({ stepMs: 0 })
    for (const id of asked) expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
    await worker.setNodes(nodes.slice(1))
    await whenRow(nodes[0]?.id ?? '', { isConfigured: false })
    await lookNow()
    await whenRow(nodes[1]?.id ?? '', { health: 'well', reason: null })
  }, 120_000)
})
