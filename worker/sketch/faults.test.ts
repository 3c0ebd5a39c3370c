import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Behaviour, createBehaviour } from './behaviour.ts'
import { callServer, type Listener, listenTo, newColour, submit, tinyGraph } from './contract-server.ts'
import { type SketchServer, startSketchServer } from './server.ts'

let dataDir: string
let server: SketchServer
let listener: Listener

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-sketch-'))
  server = await startSketchServer({ dataDir })
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})
beforeEach(async () => {
  listener = await listenTo(server.url)
})
afterEach(async () => {
  server.admin.change(createBehaviour('instant'))
  listener.socket.terminate()
})

const change = (patch: Partial<Behaviour>) => server.admin.change(patch)
const start = async (prompt: unknown = tinyGraph(newColour())) =>
  await submit(server.url, { prompt, client_id: listener.clientId })
const jobOf = async (promptId: string) => (await callServer(server.url, `/api/jobs/${promptId}`)).json
const run = async (prompt?: unknown) => {
  const promptId = await start(prompt)
  await listener.waitForEnd(promptId)
  return await jobOf(promptId)
}

/** A whole text to image graph, so that there is a model and a sampler to go wrong. */
function samplerGraph(input: { steps?: number; checkpoint?: string } = {}) {
  const { steps = 4, checkpoint = 'sd15.safetensors' } = input
  const sampler = { steps, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1, seed: newColour() }
  return {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
    '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a boat on the sea', clip: ['1', 1] } },
    '4': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
    '5': {
      class_type: 'KSampler',
      inputs: { ...sampler, model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['4', 0] },
    },
    '6': { class_type: 'VAEDecode', inputs: { samples: ['5', 0], vae: ['1', 2] } },
    '7': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'faults/shot' } },
  }
}

describe('runs that go wrong', () => {
  it('fails at the node that was named, as often as was said, with a NaN when asked', async () => {
    change({ failAt: { node: 'KSampler', message: 'no', exceptionType: 'ValueError', hasNaN: true, times: 1 } })
    const job = await run(samplerGraph())
    expect(job).toMatchObject({
      status: 'failed',
      execution_error: { node_id: '5', exception_type: 'ValueError', exception_message: 'no\n' },
    })
    expect((await callServer(server.url, `/api/jobs/${job.id}`)).text).toContain('[NaN]')
    expect(await run(samplerGraph())).toMatchObject({ status: 'completed' })
  })

  it('runs out of memory where a card of that size would', async () => {
    change({ memoryGb: 4 })
    expect(await run(samplerGraph({ checkpoint: 'sdxl.safetensors' }))).toMatchObject({
      status: 'failed',
      execution_error: { node_type: 'KSampler', exception_type: 'torch.OutOfMemoryError' },
    })
    expect(await run(samplerGraph())).toMatchObject({ status: 'completed' })
  })

  it('stalls until it is told to go on, and can be interrupted meanwhile', async () => {
    change({ isStalled: true })
    const [stuck, next] = [await start(samplerGraph()), await start(samplerGraph())]
    await callServer(server.url, `/api/jobs/${stuck}/cancel`, {})
    await listener.waitForEnd(stuck)
    expect((await jobOf(stuck)).status).toBe('cancelled')
    change({ isStalled: false })
    await listener.waitForEnd(next)
    expect((await jobOf(next)).status).toBe('completed')
  })

  it('goes on to the next prompt when one fails outside of any node', async () => {
    const input = path.join(dataDir, 'input')
    change({ isStalled: true })
    const [first, second] = [await start(samplerGraph()), await start(samplerGraph())]
    await rm(input, { recursive: true })
    await writeFile(input, 'no folder')
    change({ isStalled: false })
    await listener.waitForEnd(first)
    await listener.waitForEnd(second)
    await rm(input)
    expect(await jobOf(second)).toMatchObject({ status: 'failed', execution_error: { node_id: '' } })
    expect(await run(samplerGraph())).toMatchObject({ status: 'completed' })
  })

  it('keeps the history back after success', async () => {
    change({ historyDelayMs: 150 })
    const promptId = await start()
    await listener.waitFor(({ type, data }) => type === 'execution_success' && data.prompt_id === promptId)
    expect((await callServer(server.url, `/history/${promptId}`)).json).toEqual({})
    await listener.waitForEnd(promptId)
    expect((await callServer(server.url, `/history/${promptId}`)).json[promptId]).toBeDefined()
  })

  it('sends a preview for every step to who asks for them', async () => {
    const asked = { prompt: samplerGraph(), client_id: listener.clientId, extra_data: { preview_method: 'auto' } }
    await listener.waitForEnd(await submit(server.url, asked))
    expect(listener.frames.map((frame) => frame.readUInt32BE(4))).toEqual([1, 1, 1, 1])
    expect((await sharp(listener.frames[0]?.subarray(8)).metadata()).format).toBe('jpeg')
  })

  it('takes its time for models that are not loaded, and for steps', async () => {
    change({ modelLoadMsOf: { 'flux1-dev-fp8.safetensors': 120 }, stepMs: 20 })
    const job = await run(samplerGraph({ checkpoint: 'flux1-dev-fp8.safetensors', steps: 4 }))
    expect(Number(job.execution_end_time) - Number(job.execution_start_time)).toBeGreaterThanOrEqual(190)
  })
})

describe('a network that goes wrong', () => {
  it('cuts the socket when a node starts, and the run goes on', async () => {
    change({ dropSocketsAt: 'KSampler' })
    const promptId = await start(samplerGraph())
    const [code] = await once(listener.socket, 'close')
    expect(code).toBe(1006)
    await expect.poll(async () => (await jobOf(promptId)).status, { timeout: 15_000 }).toBe('completed')
  })

  it('makes a second socket with the same id deaf when the first one closes', async () => {
    const second = await listenTo(server.url, listener.clientId)
    const seen = await start()
    await second.waitForEnd(seen)
    expect(listener.typesOf(seen)).toEqual([])
    await listener.close()
    const unseen = await start()
    await expect.poll(async () => (await jobOf(unseen)).status, { timeout: 15_000 }).toBe('completed')
    expect(second.typesOf(unseen)).toEqual([])
    second.socket.terminate()
  })

  it('forgets everything but files when it restarts', async () => {
    const kept = await run()
    change({ isStalled: true })
    const lost = await start(samplerGraph())
    const closed = once(listener.socket, 'close')
    await server.admin.restart()
    expect((await closed)[0]).toBe(1006)
    change({ isStalled: false })
    for (const id of [lost, String(kept.id)]) expect((await callServer(server.url, `/api/jobs/${id}`)).status).toBe(404)
    const { filename, subfolder } = kept.preview_output ?? { filename: '', subfolder: '' }
    expect((await fetch(`${server.url}/view?filename=${filename}&subfolder=${subfolder}`)).status).toBe(200)
    expect((await callServer(server.url, '/prompt', { prompt: tinyGraph(newColour()) })).json.number).toBe(0)
  })

  it('answers 500 as often as was said', async () => {
    change({ httpErrors: { path: '/queue', status: 500, times: 2 } })
    const statuses = [
      await callServer(server.url, '/queue'),
      await callServer(server.url, '/queue'),
      await callServer(server.url, '/queue'),
    ]
    expect(statuses.map(({ status }) => status)).toEqual([500, 500, 200])
  })

  it('accepts and never answers', async () => {
    change({ silentPath: '/system_stats' })
    const signal = AbortSignal.timeout(100)
    await expect(fetch(`${server.url}/system_stats`, { signal })).rejects.toThrow('timeout')
  })

  it('damages downloads: broken inside, cut short, slow', async () => {
    const { preview_output } = await run(samplerGraph())
    const { filename, subfolder } = preview_output ?? { filename: '', subfolder: '' }
    const download = async () =>
      await (await fetch(`${server.url}/view?filename=${filename}&subfolder=${subfolder}`)).bytes()
    const whole = await download()
    const fault = { bytesPerSecond: null, truncateAfter: null, isCorrupt: false, times: 1 }

    change({ downloads: { ...fault, isCorrupt: true } })
    const broken = await download()
    expect(broken.length).toBe(whole.length)
    await expect(sharp(broken).raw().toBuffer()).rejects.toThrow()
    expect(await download()).toEqual(whole)

    change({ downloads: { ...fault, truncateAfter: 0.5 } })
    await expect(download()).rejects.toThrow()

    change({ downloads: { ...fault, bytesPerSecond: whole.length * 5 } })
    const sinceMs = performance.now()
    expect(await download()).toEqual(whole)
    expect(performance.now() - sinceMs).toBeGreaterThan(120)
  })
})

describe('the admin endpoint', () => {
  it('changes only what was said, and refuses what it does not know', async () => {
    const post = async (order: unknown) => await callServer(server.url, '/sketch/admin', order)
    expect((await post({ change: { stepMs: 5 } })).json).toMatchObject({ stepMs: 5 })
    expect((await post({ change: { tileMs: 1 } })).json).toMatchObject({ stepMs: 5, tileMs: 1 })
    expect((await post({ change: { nonsense: 1 } })).status).toBe(400)
    expect((await post({ forgetHistory: true, dropSockets: true, clearCache: true })).status).toBe(200)
  })

  it('lets a server lack models and nodes', async () => {
    change({ models: { checkpoints: ['other.safetensors'] }, missingNodes: ['ImageCrop'] })
    expect((await callServer(server.url, '/models/checkpoints')).json).toEqual(['other.safetensors'])
    expect((await callServer(server.url, '/object_info/ImageCrop')).json).toEqual({})
    const { json } = await callServer(server.url, '/prompt', { prompt: samplerGraph() })
    expect(json.node_errors).toMatchObject({ '1': { errors: [{ type: 'value_not_in_list' }] } })
  })
})
