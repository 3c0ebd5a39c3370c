import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { collect, colourGraph, samplerGraph, slowGraph, startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import type { ComfyClient } from './client.ts'
import type { ComfyEvent } from './messages.ts'

let sketch: TestSketch
let client: ComfyClient
beforeEach(async () => {
  sketch = await startTestSketch()
  client = sketch.connect()
})
afterEach(() => sketch.stop())

const deadlineMs = 15_000

describe('the client survives', () => {
  it('a socket dropped in the middle of a run', async () => {
    sketch.admin.change({ dropSocketsAt: '3', tileMs: 1 })
    const { promptId } = await client.submit({ graph: slowGraph(1) })
    const heard = collect(client.watch(promptId))
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({
      state: 'success',
      files: [{ kind: 'image', nodeId: '5', type: 'output' }],
    })
    expect((await heard).at(-1)).toEqual({ type: 'lost' })
    sketch.admin.change({ dropSocketsAt: null })
    const again = await client.submit({ graph: slowGraph(2) })
    expect((await collect(client.watch(again.promptId))).at(-1)).toEqual({ type: 'ended' })
  })

  it('a server restarted in the middle of a run', async () => {
    sketch.admin.change({ tileMs: 20 })
    const { promptId } = await client.submit({ graph: slowGraph(3) })
    await untilHeard(client, promptId, 'progress')
    const outcome = client.settle(promptId, { deadlineMs })
    await sketch.admin.restart({ downMs: 100 })
    expect(await outcome).toMatchObject({
      state: 'forgotten',
      error: { code: 'COMFY_UNAVAILABLE', retryable: true, message: expect.stringContaining('restarted') },
    })
    sketch.admin.change({ tileMs: 0 })
    await client.submit({ graph: slowGraph(3), promptId })
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({ state: 'success' })
  })

  it('a history entry that comes late', async () => {
    sketch.admin.change({ historyDelayMs: 400 })
    const { promptId } = await client.submit({ graph: colourGraph(4) })
    await untilHeard(client, promptId, 'succeeded')
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({ state: 'success', files: [{ nodeId: '2' }] })
  })

  it('a 200 with node errors, and takes back what was queued', async () => {
    sketch.admin.change({ tileMs: 50 })
    const promptId = newId()
    const graph = { ...slowGraph(5), ...brokenBranch }
    await expect(client.submit({ graph, promptId })).rejects.toMatchObject({
      code: 'WORKFLOW_INVALID',
      message: 'Node 20 (LoadImage) loads gone.png, which is not on the server.',
      suggestion: 'Upload gone.png first, or choose another file.',
    })
    expect(await client.queue()).toEqual({ running: [], pending: [] })
    const record = await client.find(promptId)
    expect(record.state === 'ended' ? record.result : record.state).toMatch(/^(interrupted|unknown)$/)
  })

  it('NaN in the body of an error', async () => {
    const message = "could not read '/srv/comfy/input/x.png'\nTraceback: /srv/comfy/nodes.py"
    sketch.admin.change({
      failAt: { node: '2', message, exceptionType: 'ValueError', hasNaN: true, times: null },
    })
    const { promptId } = await client.submit({ graph: colourGraph(6) })
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({
      state: 'error',
      error: {
        code: 'WORKFLOW_NODE_ERROR',
        message: "Node 2 (SaveImage) failed: could not read 'x.png'.",
        details: { nodeId: '2', nodeClass: 'SaveImage', exception: 'ValueError' },
      },
    })
  })

  it('a run of which everything was cached, and a cached file that is gone', async () => {
    const first = await run(client)
    const again = await run(client)
    expect(again).toMatchObject({ state: 'success', files: first.files, cachedNodes: ['1', '2'] })
    expect((await client.download(again.files[0]!)).mimeType).toBe('image/png')
    await rm(path.join(sketch.dataDir, 'output', 'test'), { recursive: true })
    const missing = await run(client)
    await expect(client.download(missing.files[0]!)).rejects.toMatchObject({
      code: 'OUTPUT_FILE_NOT_FOUND',
      message: expect.stringContaining('test/colour_00001_.png is not on'),
      suggestion: expect.stringContaining('another seed'),
    })
  })

  it('an interrupt by somebody else', async () => {
    sketch.admin.change({ tileMs: 20 })
    const { promptId } = await client.submit({ graph: slowGraph(7) })
    await untilHeard(client, promptId, 'progress')
    await fetch(`${sketch.url}/interrupt`, { method: 'POST' })
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({
      state: 'interrupted',
      isOurs: false,
      error: { code: 'CANCELLED', message: expect.stringMatching(/^Somebody else stopped it/) },
    })
  })

  it('a withdrawal from the queue by somebody else', async () => {
    sketch.admin.change({ tileMs: 20 })
    const stranger = sketch.connect()
    const long = await stranger.submit({ graph: slowGraph(8) })
    const { promptId } = await client.submit({ graph: colourGraph(9) })
    const outcome = client.settle(promptId, { deadlineMs })
    await stranger.cancel(promptId)
    expect(await outcome).toMatchObject({ state: 'interrupted', isOurs: false })
    await stranger.cancel(long.promptId)
  })

  it("another program's prompts in the queue, which it neither hears nor touches", async () => {
    sketch.admin.change({ tileMs: 3, previewMethod: 'auto', stepMs: 3 })
    // Without a client id: a server tells everybody of its progress.
    const foreign = [await postAsStranger(slowGraph(10)), await postAsStranger(samplerGraph(1, 20))]
    const { promptId } = await client.submit({ graph: samplerGraph(2) })
    const waiting = await client.submit({ graph: colourGraph(12) })
    const { running, pending } = await client.queue()
    expect([...running, ...pending].map((item) => item.promptId)).toEqual([...foreign, promptId, waiting.promptId])
    expect(await client.cancel(waiting.promptId)).toBe('cancelled')
    const [events, outcome] = await Promise.all([
      collect(client.watch(promptId)),
      client.settle(promptId, { deadlineMs }),
    ])
    expect(outcome).toMatchObject({ state: 'success' })
    expect(events.at(0)).toEqual({ type: 'started' })
    expect(new Set(events.flatMap((event) => ('nodeId' in event ? [event.nodeId] : [])))).not.toContain('3')
    for (const id of foreign) expect(await client.settle(id, { deadlineMs })).toMatchObject({ state: 'success' })
  })

  it.each([
    ['cut off', { truncateAfter: 0.5, isCorrupt: false }, /hung up|is cut off/],
    ['damaged', { truncateAfter: null, isCorrupt: true }, /is damaged/],
  ])('a download that arrives %s', async (_, fault, message) => {
    const { files } = await run(client)
    const downloads = { bytesPerSecond: null, ...fault }
    sketch.admin.change({ downloads: { ...downloads, times: 2 } })
    expect((await client.download(files[0]!)).mimeType).toBe('image/png')
    sketch.admin.change({ downloads: { ...downloads, times: null } })
    await expect(client.download(files[0]!)).rejects.toMatchObject({ message: expect.stringMatching(message) })
  })

  it('a server that accepts and never answers', async () => {
    sketch.admin.change({ tileMs: 20 })
    const { promptId } = await client.submit({ graph: slowGraph(13) })
    sketch.admin.change({ silentPath: '/' })
    const patient = sketch.connect({ askMs: 100, submitMs: 150, socketWaitMs: 50, retryForMs: 100 })
    expect(await patient.settle(promptId, { deadlineMs: 500 })).toMatchObject({
      state: 'timed-out',
      error: { code: 'GENERATION_TIMEOUT', details: { lastSeen: 'unreachable' } },
    })
    await expect(patient.stats()).rejects.toMatchObject({
      code: 'COMFY_UNAVAILABLE',
      message: expect.stringContaining('did not answer within 100 milliseconds'),
      retryable: true,
    })
    await expect(patient.submit({ graph: colourGraph(14) })).rejects.toMatchObject({ code: 'COMFY_UNAVAILABLE' })
  })
})

describe('the client also survives', () => {
  it('a server that fails twice, and does not queue twice', async () => {
    sketch.admin.change({ httpErrors: { path: '/prompt', status: 500, times: 2 } })
    const { promptId } = await client.submit({ graph: colourGraph(15) })
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({ state: 'success' })
    sketch.admin.change({ httpErrors: { path: '/prompt', status: 500, times: 3 } })
    await expect(client.submit({ graph: colourGraph(16) })).rejects.toMatchObject({ code: 'COMFY_UNAVAILABLE' })
  })

  it('a server too old for the jobs route', async () => {
    sketch.admin.change({ httpErrors: { path: '/api/jobs', status: 404, times: null }, tileMs: 5 })
    const { promptId } = await client.submit({ graph: slowGraph(17) })
    const waiting = await client.submit({ graph: colourGraph(18) })
    await untilHeard(client, promptId, 'progress')
    expect(await client.find(promptId)).toEqual({ state: 'running' })
    expect(await client.find(waiting.promptId)).toEqual({ state: 'pending' })
    expect(await client.cancel(waiting.promptId)).toBe('cancelled')
    expect(await client.cancel(promptId)).toBe('cancelled')
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({ state: 'interrupted', isOurs: true })
    expect(await client.find(newId())).toEqual({ state: 'unknown' })
    expect(await run(client)).toMatchObject({ state: 'success' })
  })

  it('a server that is not there', async () => {
    await sketch.admin.restart()
    const { port } = new URL(sketch.url)
    await sketch.stop()
    const lonely = sketch.connect()
    await expect(lonely.submit({ graph: colourGraph(19) })).rejects.toMatchObject({
      code: 'COMFY_UNAVAILABLE',
      message: `127.0.0.1:${port} has nothing that answers on that port.`,
      suggestion: expect.stringContaining('--listen'),
      details: { server: `127.0.0.1:${port}` },
    })
    lonely.close()
  })

  it('a run that stalls, until its deadline', async () => {
    sketch.admin.change({ isStalled: true })
    const { promptId } = await client.submit({ graph: slowGraph(20) })
    expect(await client.settle(promptId, { deadlineMs: 200 })).toMatchObject({
      state: 'timed-out',
      error: { code: 'GENERATION_TIMEOUT', details: { lastSeen: 'running' }, retryable: false },
    })
  })

  it('a card without enough memory', async () => {
    sketch.admin.change({ memoryGb: 0.001 })
    const { promptId } = await client.submit({ graph: samplerGraph(3) })
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({
      state: 'error',
      error: { code: 'OUT_OF_MEMORY', suggestion: expect.stringContaining('Render smaller than 64x64') },
    })
  })
})

const brokenBranch = {
  '20': { class_type: 'LoadImage', inputs: { image: 'gone.png' } },
  '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
} as const

async function run(by: ComfyClient) {
  const { promptId } = await by.submit({ graph: colourGraph(1_000) })
  const outcome = await by.settle(promptId, { deadlineMs })
  if (outcome.state !== 'success') throw new Error(outcome.state)
  return outcome
}

async function postAsStranger(prompt: unknown): Promise<string> {
  const response = await fetch(`${sketch.url}/prompt`, { method: 'POST', body: JSON.stringify({ prompt }) })
  const { prompt_id: promptId } = await response.json()
  return promptId
}

async function untilHeard(by: ComfyClient, promptId: string, type: ComfyEvent['type']): Promise<void> {
  for await (const event of by.watch(promptId)) if (event.type === type) return
  throw new Error(`${type} was never heard`)
}
