import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseJson } from '#lib/runtime/json.ts'
import { collect, colourGraph, samplerGraph, slowGraph, startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { type ComfyClient, createComfyClient } from './client.ts'
import { fieldsOf } from './fields.ts'

let sketch: TestSketch
let client: ComfyClient
beforeEach(async () => {
  sketch = await startTestSketch()
  client = sketch.connect()
})
afterEach(() => sketch.stop())

const deadlineMs = 15_000

describe('a run', () => {
  it('is heard from its start to its end, and its files are fetched', async () => {
    const { promptId } = await client.submit({ graph: colourGraph(0xff8800, 'test/heard') })
    const events = await collect(client.watch(promptId))
    const outcome = await client.settle(promptId, { deadlineMs })
    const file = { nodeId: '2', kind: 'image', filename: 'heard_00001_.png', subfolder: 'test', type: 'output' }
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['started', 'cached', 'node', 'nodes', 'output', 'succeeded', 'ended']),
    )
    expect(events).toContainEqual({ type: 'output', nodeId: '2', files: [file], texts: [] })
    expect(outcome).toMatchObject({ state: 'success', files: [file], texts: [] })
    expect((await client.download(outcome.state === 'success' ? outcome.files[0]! : never())).mimeType).toBe(
      'image/png',
    )
  })

  it.each([0n, 2n ** 53n + 1n, 2n ** 64n - 1n])(
    'keeps the seed %s exact, to the metadata of its picture',
    async (seed) => {
      const { promptId } = await client.submit({ graph: samplerGraph(seed, 1) })
      const outcome = await client.settle(promptId, { deadlineMs })
      if (outcome.state !== 'success') throw outcome.error
      const { bytes } = await client.download(outcome.files[0]!)
      const sampler = fieldsOf(fieldsOf(fieldsOf(parseJson(readPngText(bytes, 'prompt')))['5']).inputs)
      expect(BigInt(String(sampler.seed))).toBe(seed)
      const { graph } = await sketchRecord(promptId)
      expect(BigInt(String(fieldsOf(fieldsOf(fieldsOf(graph)['5']).inputs).seed))).toBe(seed)
    },
  )

  it('shows what it is becoming when asked to', async () => {
    const { promptId } = await client.submit({ graph: samplerGraph(1), withPreviews: true })
    const events = await collect(client.watch(promptId))
    const preview = events.find(({ type }) => type === 'preview')
    expect(preview).toMatchObject({ nodeId: '5', mimeType: 'image/jpeg' })
    const silent = await client.submit({ graph: samplerGraph(2) })
    expect((await collect(client.watch(silent.promptId))).map(({ type }) => type)).not.toContain('preview')
  })

  it('is cancelled by its id, waiting or running', async () => {
    sketch.admin.change({ tileMs: 20 })
    const running = await client.submit({ graph: slowGraph(1) })
    const waiting = await client.submit({ graph: slowGraph(2) })
    const urgent = await client.submit({ graph: slowGraph(3), isUrgent: true })
    expect((await client.queue()).pending.map((item) => item.promptId)).toEqual([urgent.promptId, waiting.promptId])
    for (const { promptId } of [urgent, waiting, running]) {
      const events = collect(client.watch(promptId))
      const outcome = client.settle(promptId, { deadlineMs })
      expect(await client.cancel(promptId)).toBe('cancelled')
      expect(await outcome).toMatchObject({ state: 'interrupted', isOurs: true, error: { code: 'CANCELLED' } })
      // The channel came to its end, and nothing was told as done.
      expect((await events).map(({ type }) => type)).not.toContain('succeeded')
    }
    sketch.admin.change({ tileMs: 0 })
    const done = await client.submit({ graph: colourGraph(1) })
    await client.settle(done.promptId, { deadlineMs })
    expect(await client.cancel(done.promptId)).toBe('finished')
    expect(await client.cancel('00000000-0000-4000-8000-000000000000')).toBe('unknown')
  })

  it('is settled by a client that never submitted it', async () => {
    const { promptId } = await client.submit({ graph: colourGraph(2) })
    expect(await sketch.connect().settle(promptId, { deadlineMs })).toMatchObject({ state: 'success' })
  })

  it('is not waited for any longer than the signal says', async () => {
    sketch.admin.change({ isStalled: true })
    const { promptId } = await client.submit({ graph: slowGraph(4) })
    const giveUp = new AbortController()
    const outcome = client.settle(promptId, { deadlineMs, signal: giveUp.signal })
    const events = collect(client.watch(promptId, { signal: giveUp.signal }))
    const other = client.settle(promptId, { deadlineMs })
    giveUp.abort()
    await expect(outcome).rejects.toMatchObject({ code: 'CANCELLED' })
    expect((await events).map(({ type }) => type)).not.toContain('ended')
    client.close()
    await expect(other).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('without anything saved is an error of its own', async () => {
    const graph = {
      ...colourGraph(3),
      '2': { class_type: 'SaveImageWebsocket', inputs: { images: ['1', 0] } },
    } as const
    const { promptId } = await client.submit({ graph })
    expect(await client.settle(promptId, { deadlineMs })).toMatchObject({
      state: 'error',
      error: { code: 'NO_OUTPUT', suggestion: 'Replace SaveImageWebsocket with SaveImage.' },
    })
  })
})

describe('a server that has a name', () => {
  it('is called by it, with its address where that may be what is wrong', async () => {
    const { host } = new URL(sketch.url)
    let name = 'Desk'
    const named = createComfyClient({ url: sketch.url, limits: { tries: 1 }, nameOf: () => name })
    sketch.admin.change({ missingNodes: ['EmptyImage'] })
    await expect(named.submit({ graph: colourGraph(1) })).rejects.toMatchObject({
      message: expect.stringMatching(/^Desk has no node EmptyImage/),
    })
    name = 'Rack'
    sketch.admin.change({ httpErrors: { path: '/system_stats', status: 500, times: null } })
    await expect(named.stats()).rejects.toMatchObject({ message: `Rack (${host}) could not answer (status 500).` })
    named.close()
  })
})

describe('a refusal names', () => {
  it('the model that is missing, the one that may be meant, and all there are', async () => {
    sketch.admin.change({ models: { checkpoints: ['sd15.ckpt', 'sdxl.safetensors'] } })
    await expect(client.submit({ graph: samplerGraph(1) })).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: `${client.name} does not have the model sd15.safetensors, which node 1 (CheckpointLoaderSimple) needs.`,
      suggestion:
        'Did you mean sd15.ckpt? Put it into models/checkpoints there, or choose one of: sd15.ckpt, sdxl.safetensors.',
      available: ['sd15.ckpt', 'sdxl.safetensors'],
      details: { nodeId: '1', folder: 'checkpoints', value: 'sd15.safetensors' },
      retryable: false,
    })
  })

  it('all there are even when there are more than a server lists', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `model-${index}.safetensors`)
    sketch.admin.change({ models: { checkpoints: names } })
    await expect(client.submit({ graph: samplerGraph(1) })).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      available: [...names].sort(),
    })
  })

  it('the node that the server lacks', async () => {
    sketch.admin.change({ missingNodes: ['EmptyImage'] })
    await expect(client.submit({ graph: colourGraph(1) })).rejects.toMatchObject({
      code: 'WORKFLOW_INVALID',
      message: `${client.name} has no node EmptyImage, which the workflow needs (node 1 (EmptyImage)).`,
      suggestion: expect.stringContaining('Install the custom nodes that bring EmptyImage'),
    })
  })

  it('what is the matter with a workflow of the other format', async () => {
    // Safe: it stands for what a person may hand over.
    const graph = { nodes: [], links: [], version: 0.4 } as never
    await expect(client.submit({ graph })).rejects.toMatchObject({
      code: 'WORKFLOW_INVALID',
      suggestion: expect.stringContaining('Export (API)'),
    })
    await expect(client.submit({ graph: {} })).rejects.toMatchObject({ details: { problem: 'prompt_no_outputs' } })
    await expect(client.submit({ graph: colourGraph(1), promptId: 'mine' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })
})

describe('besides, it', () => {
  it('uploads under a name the server keeps, for a node to load', async () => {
    const { promptId } = await client.submit({ graph: colourGraph(5) })
    const made = await client.settle(promptId, { deadlineMs })
    const { bytes } = await client.download(made.state === 'success' ? made.files[0]! : never())
    const request = { name: '../кадр "1".png', folder: 'shots/a', bytes, mimeType: 'image/png' }
    const uploaded = await client.upload(request)
    expect(uploaded).toEqual({ value: 'shots/a/_кадр _1_.png', name: '_кадр _1_.png', subfolder: 'shots/a' })
    expect(await client.upload(request)).toEqual(uploaded)
    const other = await client.upload({ ...request, bytes: bytes.slice(0, -1) })
    expect(other.value).toBe('shots/a/_кадр _1_ (1).png')
    const graph = {
      '1': { class_type: 'LoadImage', inputs: { image: uploaded.value } },
      '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'test/loaded' } },
    } as const
    const loaded = await client.submit({ graph })
    expect(await client.settle(loaded.promptId, { deadlineMs })).toMatchObject({ state: 'success' })
  })

  it('tells models, node definitions and statistics, and frees memory', async () => {
    sketch.admin.change({ models: { loras: ['b.safetensors', 'a.safetensors'] } })
    expect(await client.models('loras')).toEqual(['a.safetensors', 'b.safetensors'])
    expect(await client.models('unet')).toEqual(await client.models('diffusion_models'))
    expect(await client.modelFolders()).toContain('checkpoints')
    await expect(client.models('lora')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      suggestion: 'Did you mean loras?',
      available: expect.arrayContaining(['loras']),
    })
    const seed = fieldsOf(fieldsOf(fieldsOf(await client.objectInfo()).KSampler).input)
    expect(seed.required).toMatchObject({ seed: ['INT', { max: 2n ** 64n - 1n }] })
    expect(await client.objectInfo({ nodeClass: 'NoSuchNode' })).toEqual({})
    expect(await client.stats()).toMatchObject({ version: expect.stringMatching(/^\d/), devices: [{ type: 'cpu' }] })
    await client.free({ models: true, cache: true })
  })

  it('takes no file that is too large', async () => {
    const { promptId } = await client.submit({ graph: colourGraph(6) })
    const outcome = await client.settle(promptId, { deadlineMs })
    const file = outcome.state === 'success' ? outcome.files[0]! : never()
    await expect(client.download(file, { maxBytes: 100 })).rejects.toMatchObject({
      code: 'OUTPUT_FILE_UNUSABLE',
      message: expect.stringContaining('is larger than'),
      retryable: false,
    })
  })

  it('keeps passwords and headers out of what it says', async () => {
    const url = sketch.url.replace('://', '://user:secret@')
    const guarded = sketch.connect({}, url)
    expect((await guarded.stats()).version).toBeDefined()
    sketch.admin.change({ httpErrors: { path: '/system_stats', status: 401, times: null } })
    const refused: unknown = await guarded.stats().catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'COMFY_UNAVAILABLE' })
    await sketch.stop()
    const gone: unknown = await guarded.stats().catch((error: unknown) => error)
    expect(gone).toMatchObject({ code: 'COMFY_UNAVAILABLE' })
    const credentials = Buffer.from('user:secret').toString('base64')
    for (const said of [guarded.name, inspect(refused, { depth: 9 }), inspect(gone, { depth: 9 })]) {
      expect(said).not.toMatch(/secret/)
      expect(said).not.toContain(credentials)
    }
  })
})

function never(): never {
  throw new Error('There is no file')
}

async function sketchRecord(promptId: string): Promise<{ graph: unknown }> {
  const record = await client.find(promptId)
  return { graph: record.state === 'ended' ? record.graph : never() }
}

/** One text chunk of a PNG. */
function readPngText(bytes: Uint8Array, key: string): string {
  const buffer = Buffer.from(bytes)
  for (let at = 8; at < buffer.length; at += 12 + buffer.readUInt32BE(at)) {
    const data = buffer.subarray(at + 8, at + 8 + buffer.readUInt32BE(at))
    const isText = buffer.toString('latin1', at + 4, at + 8) === 'tEXt'
    if (isText && data.toString('latin1').startsWith(`${key}\0`)) return data.toString('latin1').slice(key.length + 1)
  }
  throw new Error(`There is no text chunk ${key}`)
}
