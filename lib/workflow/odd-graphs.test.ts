import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { equippedModels, equippedServer, builtInWorkflows as workflows } from '#lib/testing/workflows.ts'
import { bindWorkflow } from './bind.ts'
import type { Graph } from './graph.ts'
import { getTemplate } from './library.ts'
import { nodeTable, toObjectInfoJson } from './node-table.ts'
import { parseObjectInfo } from './object-info.ts'
import { checkWorkflowFile } from './read-folder.ts'
import type { BindRequest } from './request.ts'
import { sampleRequest } from './sample.ts'
import { addNode } from './wiring.ts'

/* Graphs that people really have, and that have once been bound otherwise than they were meant. */

const draw = (positive = '6', more: Graph[string]['inputs'] = {}): Graph[string] => ({
  class_type: 'KSampler',
  inputs: {
    ...{ model: ['4', 0], seed: 99, steps: 12, cfg: 5, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
    ...{ positive: [positive, 0], negative: ['7', 0], latent_image: ['5', 0] },
    ...more,
  },
})
const own: Graph = {
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'mine.safetensors' } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a house', clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['4', 1] } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 641, height: 387, batch_size: 1 } },
  '3': draw(),
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  '9': { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'mine' } },
}

async function check(graph: Graph) {
  const dir = await mkdtemp(path.join(tmpdir(), 'workflows-'))
  const file = path.join(dir, 'mine.json')
  await writeFile(file, JSON.stringify(graph))
  const checked = await checkWorkflowFile(file)
  await rm(dir, { recursive: true })
  return checked
}

async function bindOwn(graph: Graph, extra: Partial<BindRequest> = {}) {
  const { template, problems } = await check(graph)
  if (!template) throw new Error(JSON.stringify(problems))
  return bindWorkflow(template, { ...sampleRequest(template), ...extra })
}

function bindBuiltIn(id: string, extra: Partial<BindRequest>, info = equippedServer) {
  const template = getTemplate(workflows, id)
  return bindWorkflow(template, { ...sampleRequest(template), ...extra }, info)
}

function inputsOf(graph: Graph, classType: string) {
  return Object.values(graph).flatMap(({ class_type, inputs }) => (class_type === classType ? [inputs] : []))
}

test('of which no size was asked keep their own, whatever it is', async () => {
  const { graph, used } = await bindOwn(own)
  expect(graph['5']?.inputs).toMatchObject({ width: 641, height: 387 })
  expect(inputsOf(graph, 'ImageScale')).toEqual([])
  expect(used.renderedSize).toEqual({ width: 641, height: 387 })
})

test.each(['{{promt}}', 'a house, {{promt}}', 'PROMT_PLACEHOLDER'])(
  'that ask for %s are refused before anything is read into them',
  async (text) => {
    const encode = { class_type: 'CLIPTextEncode', inputs: { text, clip: ['4', 1] } } as const
    const { template, problems } = await check({ ...own, '6': encode })
    expect(template).toBeUndefined()
    expect(problems).toMatchObject([{ level: 'error', node: '6', message: expect.stringMatching(/asks for .*PROMT/i) }])
  },
)

test('that hold a placeholder inside a text keep that text', async () => {
  const encode = { class_type: 'CLIPTextEncode', inputs: { text: '{{sampler}} weather', clip: ['4', 1] } } as const
  const { graph } = await bindOwn({ ...own, '6': encode }, { sampler: 'heun' })
  expect(graph['6']?.inputs.text).toBe('heun weather')
})

test.each<[string, unknown]>([
  ['-1 as text', '-1'],
  ['another as text', ' 42 '],
  ['-1 in a wrapping', { __value__: -1 }],
])('with a seed written down as %s get a real one', async (_how, seed) => {
  // Safe: it is what a file may hold.
  const { graph, used } = await bindOwn({ ...own, '3': draw('6', { seed: seed as number }) }, { seed: 7n })
  expect([graph['3']?.inputs.seed, used.seed]).toEqual([7n, 7n])
})

test('with the highest number for an id lose nothing when nodes are added', () => {
  const graph: Graph = { '999999999': { class_type: 'A', inputs: {} } }
  const ids = [1, 2].map(() => addNode({ graph }, { classType: 'B', title: 'b', inputs: {} }))
  expect(Object.keys(graph)).toHaveLength(3)
  expect(new Set(ids).size).toBe(2)
})

test('with twenty thousand samplers in a circle are refused', async () => {
  const ring = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, at) => [
      `r${at}`,
      draw(`r${(at + 1) % 20_000}`, { latent_image: [`r${(at + 7) % 20_000}`, 0] }),
    ]),
  )
  const { problems } = await check({
    ...own,
    ...ring,
    '8': { ...own['8']!, inputs: { samples: ['r0', 0], vae: ['4', 2] } },
  })
  expect(problems[0]?.message).toMatch(/leans on itself/)
})

test('with thousands of samplers behind one another are read', async () => {
  const row = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, at) => [
      `r${at}`,
      draw(at === 0 ? '6' : `r${at - 1}`, { negative: [at === 0 ? '7' : `r${at - 1}`, 0] }),
    ]),
  )
  const { template } = await check({
    ...own,
    ...row,
    '8': { ...own['8']!, inputs: { samples: ['r2999', 0], vae: ['4', 2] } },
  })
  expect(template).toBeDefined()
})

test('change a start picture by one step at least', () => {
  const { graph, used, warnings } = bindBuiltIn('flux-2', { initImage: 'start.png', steps: 8, denoise: 0.05 })
  expect(inputsOf(graph, 'SplitSigmasDenoise')).toMatchObject([{ denoise: 0.125 }])
  expect(used.denoise).toBe(0.125)
  expect(warnings).toMatchObject([{ code: 'out_of_range', message: expect.stringContaining('0.05') }])
})

test.each([0, -5])('are not rendered with %s pixels at the most', (longestSide) => {
  expect(() => bindBuiltIn('flux-2', { longestSide })).toThrow(
    expect.objectContaining({ fields: { longestSide: expect.any(String) } }),
  )
})

test('load the very picture and the very LoRA that were asked for', () => {
  const info = parseObjectInfo(
    toObjectInfoJson(nodeTable, {
      ...equippedModels,
      input_images: ['other/start.png'],
      loras: ['theirs/ink.safetensors', 'deep\\down\\face.safetensors'],
    }),
  )
  const loras = ['mine/ink.safetensors', 'deep/down/face.safetensors', 'ink.safetensors']
  const { graph, warnings } = bindBuiltIn(
    'flux-2',
    { initImage: 'start.png', loras: loras.map((name) => ({ name, weight: 1 })) },
    info,
  )
  expect(inputsOf(graph, 'LoadImage')).toMatchObject([{ image: 'start.png' }])
  expect(inputsOf(graph, 'LoraLoaderModelOnly').map(({ lora_name }) => lora_name)).toEqual([
    'mine/ink.safetensors',
    'deep\\down\\face.safetensors',
    'theirs/ink.safetensors',
  ])
  expect(warnings).toMatchObject([{ code: 'other_folder', message: expect.stringContaining('theirs/ink.safetensors') }])
})

test.each([
  ['fast_HighNoise.safetensors', 'fast_LowNoise.safetensors'],
  ['wan/fast-high-noise.safetensors', 'wan/fast-low-noise.safetensors'],
  ['Fast_I2V_HIGH_fp8.safetensors', 'Fast_I2V_LOW_fp8.safetensors'],
])('of two experts take the pair %s and %s apart', (high, low) => {
  const { graph, warnings } = bindBuiltIn('wan22_i2v', { loras: [low, high].map((name) => ({ name, weight: 1 })) })
  const chained = inputsOf(graph, 'LoraLoaderModelOnly').map(({ lora_name, model }) => [lora_name, model])
  expect(chained).toEqual([
    [high, ['1', 0]],
    [low, ['2', 0]],
  ])
  expect(warnings).toEqual([])
})

test('of two experts give both a LoRA that only seems to be for one, with a warning', () => {
  const name = 'high_contrast.safetensors'
  const { graph, warnings } = bindBuiltIn('wan22_i2v', { loras: [{ name, weight: 1 }] })
  expect(inputsOf(graph, 'LoraLoaderModelOnly')).toHaveLength(2)
  expect(warnings).toMatchObject([{ code: 'lora_on_both', message: expect.stringContaining(name) }])
})
