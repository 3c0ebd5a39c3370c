import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callServer, type Listener, listenTo, submit } from '../contract-server.ts'
import { type SketchServer, startSketchServer } from '../server.ts'

let dataDir: string
let server: SketchServer
let listener: Listener

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-sketch-'))
  server = await startSketchServer({ dataDir })
  listener = await listenTo(server.url)
})
afterAll(async () => {
  listener.socket.terminate()
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

type Graph = Record<string, { class_type: string; inputs: Record<string, unknown> }>

const run = async (prompt: Graph) => {
  const promptId = await submit(server.url, { prompt, client_id: listener.clientId })
  await listener.waitForEnd(promptId)
  const { json } = await callServer(server.url, `/api/jobs/${promptId}`)
  return json as Record<string, unknown> // Of whatever shape: the tests compare it.
}

const download = async (job: Record<string, unknown>) => {
  const { filename, subfolder, type } = job.preview_output as Record<string, string> // Missing, it fails the next line.
  const query = new URLSearchParams({ filename: filename ?? '', subfolder: subfolder ?? '', type: type ?? '' })
  return Buffer.from(await (await fetch(`${server.url}/view?${query}`)).arrayBuffer())
}

const node = (class_type: string, inputs: Record<string, unknown>) => ({ class_type, inputs })
const image = (width: number, height: number, more: Record<string, unknown> = {}) =>
  node('EmptyImage', { width, height, batch_size: 1, color: 0x204060, ...more })
const save = (from: string) => node('SaveImage', { images: [from, 0], filename_prefix: 'nodes/shot' })

/** Four pictures of one seed, drawn from that latent. */
const ofBatch = (sampler: string, latent: [string, number]): Graph => ({
  '1': node('CheckpointLoaderSimple', { ckpt_name: 'sd15.safetensors' }),
  '2': node('CLIPTextEncode', { text: 'a quay', clip: ['1', 1] }),
  '4': node('EmptyLatentImage', { width: 128, height: 64, batch_size: 4 }),
  ...(sampler === 'KSampler'
    ? {
        '6': node('KSampler', {
          ...{
            model: ['1', 0],
            positive: ['2', 0],
            negative: ['2', 0],
            latent_image: latent,
            seed: 7,
            steps: 1,
            cfg: 7,
          },
          ...{ sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
        }),
      }
    : {
        '8': node('BasicGuider', { model: ['1', 0], conditioning: ['2', 0] }),
        '9': node('BasicScheduler', { model: ['1', 0], scheduler: 'simple', steps: 1, denoise: 1 }),
        '10': node('RandomNoise', { noise_seed: 7 }),
        '11': node('KSamplerSelect', { sampler_name: 'euler' }),
        '6': node('SamplerCustomAdvanced', {
          ...{ noise: ['10', 0], guider: ['8', 0], sampler: ['11', 0], sigmas: ['9', 0], latent_image: latent },
        }),
      }),
  '7': node('VAEDecode', { samples: ['6', 0], vae: ['1', 2] }),
  '12': node('SaveImage', { images: ['7', 0], filename_prefix: 'nodes/batch' }),
})

const downloadAll = async (job: Record<string, unknown>) => {
  const outputs = job.outputs as Record<string, { images: Record<string, string>[] }> // Missing, it fails the next line.
  const files = Object.values(outputs).flatMap(({ images }) => images)
  return await Promise.all(
    files.map(async (file) => {
      const answer = await fetch(`${server.url}/view?${new URLSearchParams(file)}`)
      return Buffer.from(await answer.arrayBuffer())
    }),
  )
}

function never(): never {
  throw new Error('It is there.')
}

describe('pictures', () => {
  it.each<[string, Graph[string], [number, number]]>([
    [
      'ImageScale to a shape',
      node('ImageScale', { image: ['1', 0], upscale_method: 'lanczos', width: 40, height: 90, crop: 'center' }),
      [40, 90],
    ],
    [
      'ImageScale with one side open',
      node('ImageScale', { image: ['1', 0], upscale_method: 'area', width: 50, height: 0, crop: 'disabled' }),
      [50, 25],
    ],
    ['ImageCrop over the edge', node('ImageCrop', { image: ['1', 0], width: 80, height: 80, x: 60, y: 10 }), [40, 40]],
    ['ImageInvert', node('ImageInvert', { image: ['1', 0] }), [100, 50]],
  ])('come out of %s in the right size', async (_name, change, size) => {
    const { width, height } = await sharp(
      await download(await run({ '1': image(100, 50), '2': change, '3': save('2') })),
    ).metadata()
    expect([width, height]).toEqual(size)
  })

  it('are made four times as large by a model of that name', async () => {
    const job = await run({
      '1': image(30, 20),
      '2': node('UpscaleModelLoader', { model_name: '4x-ESRGAN.pth' }),
      '3': node('ImageUpscaleWithModel', { upscale_model: ['2', 0], image: ['1', 0] }),
      '4': save('3'),
    })
    const { width, height } = await sharp(await download(job)).metadata()
    expect([width, height]).toEqual([120, 80])
  })

  it('say what they are and whose seed made them, also after a start picture; what is only computed says nothing', async () => {
    const sampled = (seed: number) => ({
      '1': node('CheckpointLoaderSimple', { ckpt_name: 'sd15.safetensors' }),
      '2': node('CLIPTextEncode', { text: 'a quay', clip: ['1', 1] }),
      '3': image(256, 144),
      '4': node('VAEEncode', { pixels: ['3', 0], vae: ['1', 2] }),
      '5': node('KSampler', {
        ...{ model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['4', 0], seed, steps: 1, cfg: 7 },
        ...{ sampler_name: 'euler', scheduler: 'normal', denoise: 0 },
      }),
      '6': node('VAEDecode', { samples: ['5', 0], vae: ['1', 2] }),
      '7': save('6'),
    })
    const corner = async (graph: Graph) =>
      await sharp(await download(await run(graph)))
        .extract({ left: 0, top: 139, width: 60, height: 5 })
        .raw()
        .toBuffer()
    const [first, second] = [await corner(sampled(7)), await corner(sampled(123_456_789))]
    expect(first.equals(second)).toBe(false)
    const computed = await corner({ '1': image(256, 144), '2': save('1') })
    expect(new Set(computed)).toEqual(new Set([0x20, 0x40, 0x60]))
  })

  it.each(['KSampler', 'SamplerCustomAdvanced'])('of a batch come out of %s the same alone', async (sampler) => {
    const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer()
    const all = await downloadAll(await run(ofBatch(sampler, ['4', 0])))
    const picked = { '20': node('LatentFromBatch', { samples: ['4', 0], batch_index: 2, length: 1 }) }
    const alone = await downloadAll(await run({ ...ofBatch(sampler, ['20', 0]), ...picked }))
    expect([all.length, alone.length]).toEqual([4, 1])
    const [drawn, wanted] = [await Promise.all(all.map(pixels)), await pixels(alone[0] ?? Buffer.of())]
    expect(drawn.map((picture) => picture.equals(wanted))).toEqual([false, false, true, false])
  })

  it.each([
    [-1, 1, [3]],
    [1, 2, [1, 2]],
    [9, 4, [3]],
    [2, 9, [2, 3]],
  ])('are taken from a batch at %i, %i of them', async (...[batch_index, length, expected]) => {
    const picked = { '20': node('LatentFromBatch', { samples: ['6', 0], batch_index, length }) }
    const { '7': decode = never(), ...graph } = ofBatch('KSampler', ['4', 0])
    const all = await downloadAll(await run({ ...graph, '7': decode }))
    const some = { ...decode, inputs: { ...decode.inputs, samples: ['20', 0] } }
    const taken = await downloadAll(await run({ ...graph, ...picked, '7': some }))
    const hashes = await Promise.all(all.map(async (bytes) => (await sharp(bytes).raw().toBuffer()).toString('base64')))
    const found = await Promise.all(
      taken.map(async (bytes) => hashes.indexOf((await sharp(bytes).raw().toBuffer()).toString('base64'))),
    )
    expect(found).toEqual(expected)
  })

  it('carry the graph and what was added to it', async () => {
    const prompt = { '1': image(16, 16), '2': save('1') }
    const extra_data = { extra_pnginfo: { workflow: { id: 'w1', title: 'ünï' } } }
    const promptId = await submit(server.url, { prompt, extra_data, client_id: listener.clientId })
    await listener.waitForEnd(promptId)
    const { json } = await callServer(server.url, `/api/jobs/${promptId}`)
    expect(json).toMatchObject({ workflow_id: 'w1' })
    const { comments = [] } = await sharp(await download(json)).metadata()
    const texts = Object.fromEntries(comments.map(({ keyword, text }) => [keyword, JSON.parse(text)]))
    expect(texts).toEqual({ prompt, workflow: extra_data.extra_pnginfo.workflow })
  })
})

it('a picture sent over the socket is counted before it is sent', async () => {
  await run({ '1': image(16, 16, { batch_size: 3 }), '2': node('SaveImageWebsocket', { images: ['1', 0] }) })
  const told = listener.messages.filter(({ type, data }) => type === 'progress' && data.node === '2')
  expect(told.map(({ data }) => [data.value, data.max])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ])
})

describe('the size a family really makes', () => {
  it.each([
    ['EmptyLatentImage', [1920, 1080]],
    ['EmptyFlux2LatentImage', [1920, 1072]],
  ])('%s: %s', async (latent, size) => {
    const job = await run({
      '1': node(latent, { width: 1920, height: 1080, batch_size: 1 }),
      '2': node('VAELoader', { vae_name: 'pixel_space' }),
      '3': node('VAEDecode', { samples: ['1', 0], vae: ['2', 0] }),
      '4': save('3'),
    })
    const { width, height } = await sharp(await download(job)).metadata()
    expect([width, height]).toEqual(size)
  })
})

describe('clips', () => {
  const clip = (width: number, batch_size: number): Graph => ({
    '1': image(width, 48, { batch_size }),
    '2': node('CreateVideo', { images: ['1', 0], fps: 8 }),
    '3': node('SaveVideo', { video: ['2', 0], filename_prefix: 'video/nodes', format: 'auto', codec: 'auto' }),
  })

  it('are saved as MP4, and can be loaded and slowed down again', async () => {
    const job = await run(clip(64, 9))
    expect(job.outputs).toMatchObject({ '3': { images: [{ subfolder: 'video', type: 'output' }], animated: [true] } })
    const bytes = await download(job)
    expect(bytes.subarray(4, 8).toString()).toBe('ftyp')
    const form = new FormData()
    form.append('image', new Blob([new Uint8Array(bytes)]), 'nodes.mp4')
    await fetch(`${server.url}/upload/image`, { method: 'POST', body: form })
    const counted = await run({
      '1': node('VHS_LoadVideo', {
        ...{ video: 'nodes.mp4', force_rate: 0, custom_width: 0, custom_height: 0 },
        ...{ frame_load_cap: 0, skip_first_frames: 0, select_every_nth: 1 },
      }),
      '2': node('FrameInterpolationModelLoader', { model_name: 'film_net_fp16.safetensors' }),
      '3': node('FrameInterpolate', { interp_model: ['2', 0], images: ['1', 0], multiplier: 2 }),
      '4': save('3'),
    })
    expect(counted).toMatchObject({ status: 'completed', outputs_count: 17 })
  })

  it('have the ending of what is in them', async () => {
    const combined = async (format: string) =>
      await run({
        '1': image(64, 48, { batch_size: 3 }),
        '2': node('VHS_VideoCombine', {
          ...{ images: ['1', 0], frame_rate: 8, loop_count: 0, filename_prefix: 'video/nodes', format },
          ...{ pingpong: false, save_output: true },
        }),
      })
    const named = (ending: RegExp) => ({ outputs: { '2': { gifs: [{ filename: expect.stringMatching(ending) }] } } })
    expect(await combined('image/webp')).toMatchObject(named(/\.webp$/))
    expect(await combined('image/gif')).toMatchObject(named(/\.gif$/))
    expect(await combined('video/webm')).toMatchObject(named(/\.mp4$/))
  })

  it('leave the errors of the process to the process', async () => {
    // In a process of its own, because a package is loaded into one only once.
    const script = `await import(${JSON.stringify(new URL('../pictures/mp4.ts', import.meta.url))})
      console.log(['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event)).join())`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    expect(stdout.trim()).toBe('0,0')
  })

  it('fail where a side is odd, or the format is none', async () => {
    expect(await run(clip(65, 2))).toMatchObject({ status: 'failed', execution_error: { node_id: '3' } })
    const graph = clip(64, 2)
    graph['3'] = node('SaveVideo', { video: ['2', 0], filename_prefix: 'video/nodes', format: 'gif' })
    expect(await run(graph)).toMatchObject({ status: 'failed', execution_error: { exception_type: 'TypeError' } })
    graph['3'] = node('SaveVideo', { video: ['2', 0], filename_prefix: 'video/nodes', format: 'webm' })
    expect(await run(graph)).toMatchObject({
      execution_error: { exception_message: expect.stringContaining('no encoder') },
    })
  })
})
