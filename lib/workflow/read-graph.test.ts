import { expect, test } from 'vitest'
import { builtInTemplates } from '#lib/testing/workflows.ts'
import { bindWorkflow } from './bind.ts'
import { deriveManifest } from './derive-manifest.ts'
import type { Graph } from './graph.ts'
import { adoptGraph } from './read-graph.ts'
import { readGraphOfPng } from './read-picture.ts'
import { sampleRequest } from './sample.ts'
import { defaultsOf } from './template.ts'

const own: Graph = {
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'mine.safetensors' } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a house', clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['4', 1] } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 640, height: 384, batch_size: 1 } },
  '10': {
    class_type: 'ControlNetApplyAdvanced',
    inputs: { positive: ['6', 0], negative: ['7', 0], strength: 1, start_percent: 0, end_percent: 1 },
  },
  '3': {
    class_type: 'KSampler',
    inputs: {
      ...{ model: ['4', 0], seed: 99, steps: 12, cfg: 5, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
      ...{ positive: ['10', 0], negative: ['10', 1], latent_image: ['5', 0] },
    },
  },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  '9': { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'mine' } },
}

function adopt(graph: Graph) {
  const { graph: adopted, defaults, found } = adoptGraph(graph)
  const manifest = deriveManifest({ id: 'my-house', graph: adopted, defaults })
  return {
    found,
    template: {
      id: 'my-house',
      manifest,
      graph: adopted,
      file: 'my-house.json',
      defaults: { ...defaultsOf(manifest), ...defaults },
    },
  }
}

test('prompt, negative, steps and size are found by reading, also behind a control', () => {
  const { found, template } = adopt(own)
  expect(Object.fromEntries(found.map(({ name, node }) => [name, node]))).toEqual({
    ...{ prompt: '6', negative: '7', steps: '3', cfg: '3', denoise: '3', sampler: '3', scheduler: '3' },
    ...{ width: '5', height: '5' },
  })
  expect(template.manifest).toMatchObject({ title: 'My house', kind: 'image', size: { width: 640, height: 384 } })
})

test('a graph of one\u2019s own changes where it is asked to, and nowhere else', () => {
  const { template } = adopt(own)
  const request = { freshSeed: 1n, filenamePrefix: 'framewright/1' }
  const expected = structuredClone(own)
  const put = (node: string, input: string, value: string | number | bigint) => {
    const target = expected[node]
    if (target) target.inputs[input] = value
  }
  put('3', 'seed', 1n)
  put('9', 'filename_prefix', 'framewright/1')
  expect(bindWorkflow(template, request).graph).toEqual(expected)
  put('6', 'text', 'a ship')
  put('3', 'steps', 30)
  expect(bindWorkflow(template, { ...request, prompt: 'a ship', steps: 30 }).graph).toEqual(expected)
})

test('a graph of FLUX.2 gives just the size it is asked for', () => {
  const flux2 = builtInTemplates.find(({ id }) => id === 'flux-2')
  if (!flux2) throw new Error('There is no flux-2')
  const written = bindWorkflow(flux2, sampleRequest(flux2)).graph
  const { template } = adopt(written)
  const request = { freshSeed: 1n, filenamePrefix: 'framewright/1', size: { width: 1920, height: 1080 } }
  const { graph, used } = bindWorkflow(template, request)
  expect(used).toMatchObject({ renderedSize: { width: 1920, height: 1088 }, size: { width: 1920, height: 1080 } })
  expect(Object.values(graph).find(({ class_type }) => class_type === 'ImageScale')?.inputs).toMatchObject(request.size)
})

test.each([
  ['EmptyLatentImage', 8],
  ['EmptyFlux2LatentImage', 16],
  ['Wan22ImageToVideoLatent', 32],
  ['EmptyLTXVLatentVideo', 32],
  ['SomebodysEmptyLatent', 32],
])('the size of %s goes in steps of %i', (class_type, multiple) => {
  const inputs = { width: 640, height: 384, batch_size: 1, vae: ['4', 2] as const }
  const node = class_type.startsWith('Some') ? { class_type: 'EmptyLatentSomebody', inputs } : { class_type, inputs }
  expect(adopt({ ...own, '5': node }).template.manifest.size?.multiple).toBe(multiple)
})

const advanced = (from: number, until: number, latent: string): Graph[string] => ({
  class_type: 'KSamplerAdvanced',
  inputs: {
    ...{ model: ['4', 0], noise_seed: 1, steps: 8, cfg: 5, sampler_name: 'euler', scheduler: 'normal' },
    ...{ positive: ['6', 0], negative: ['7', 0], latent_image: [latent, 0] },
    ...{ start_at_step: from, end_at_step: until, add_noise: 'enable', return_with_leftover_noise: 'disable' },
  },
})

test('two samplers that share the steps go on sharing them at the same place', () => {
  const { template } = adopt({ ...own, '2': advanced(0, 6, '5'), '3': advanced(6, 10_000, '2') })
  const { graph } = bindWorkflow(template, { freshSeed: 1n, filenamePrefix: 'a', steps: 20 })
  expect(graph['2']?.inputs).toMatchObject({ steps: 20, start_at_step: 0, end_at_step: 15 })
  expect(graph['3']?.inputs).toMatchObject({ steps: 20, start_at_step: 15, end_at_step: 10_000 })
  expect(bindWorkflow(template, { freshSeed: 1n, filenamePrefix: 'a' }).graph['3']?.inputs.start_at_step).toBe(6)
})

test('steps that are shared in another way are left alone, which is told', () => {
  const { template } = adopt({ ...own, '2': advanced(0, 6, '5'), '3': advanced(4, 10_000, '2') })
  const { graph, warnings } = bindWorkflow(template, { freshSeed: 1n, filenamePrefix: 'a', steps: 20 })
  expect(graph['2']?.inputs).toMatchObject({ steps: 8, end_at_step: 6 })
  expect(warnings).toMatchObject([{ code: 'not_used', message: expect.stringContaining('no place for steps') }])
})

test('where nobody says what is allowed, the nodes do', () => {
  const { template } = adopt(own)
  const { used, warnings } = bindWorkflow(template, {
    ...{ freshSeed: 1n, filenamePrefix: 'a', steps: 20.4, cfg: 500, denoise: -1 },
  })
  expect(used).toMatchObject({ steps: 20, cfg: 100, denoise: 0 })
  expect(warnings.map(({ code }) => code)).toEqual(['out_of_range', 'out_of_range', 'out_of_range'])
})

test('every file that is saved is named after the job, also where the graph says no name', () => {
  const node = { class_type: 'SaveImage', inputs: { images: ['8', 0] as const } }
  const linked = { class_type: 'SaveImage', inputs: { images: ['8', 0] as const, filename_prefix: ['1', 0] as const } }
  const { template } = adopt({ ...own, '9': node, '40:2': node, '50': linked })
  const { graph, warnings } = bindWorkflow(template, { freshSeed: 1n, filenamePrefix: 'framewright/1' })
  expect([graph['9'], graph['40:2']].map((saving) => saving?.inputs.filename_prefix)).toEqual([
    'framewright/1',
    'framewright/1_40-2',
  ])
  expect(warnings).toMatchObject([{ code: 'prefix_not_set', node: '50' }])
})

test('a number that is none is no default', () => {
  const [id, sampler] = ['3', own['3']]
  if (!sampler) throw new Error('There is no sampler')
  const { template } = adopt({ ...own, [id]: { ...sampler, inputs: { ...sampler.inputs, cfg: Number.NaN } } })
  expect(template.defaults.cfg).toBeUndefined()
})

function pngWith(keyword: string, text: string): Uint8Array {
  const data = Buffer.from(`${keyword}\0${text}`, 'latin1')
  const chunk = (type: string, body: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return Buffer.concat([length, Buffer.from(type, 'latin1'), body, Buffer.alloc(4)])
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', Buffer.alloc(13)),
    chunk('tEXt', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('a picture that ComfyUI made holds its graph', () => {
  expect(readGraphOfPng(pngWith('prompt', '{"1":{}}'))).toBe('{"1":{}}')
  expect(readGraphOfPng(pngWith('workflow', '{}'))).toBeUndefined()
})
