import { expect, test } from 'vitest'
import {
  equippedModels,
  loraNames,
  equippedServer as server,
  builtInWorkflows as workflows,
} from '#lib/testing/workflows.ts'
import { bindWorkflow } from './bind.ts'
import { type Graph, isLink } from './graph.ts'
import { getTemplate } from './library.ts'
import { nodeTable, toObjectInfoJson } from './node-table.ts'
import { parseObjectInfo } from './object-info.ts'
import type { BindRequest } from './request.ts'
import { sampleRequest } from './sample.ts'

test.each([
  ['sd15_txt2img', { width: 512, height: 512 }, 10, undefined],
  ['sd15_img2img', { width: 512, height: 512 }, 15, 0.5],
  ['sdxl_txt2img', { width: 1024, height: 1024 }, 25, undefined],
  ['sdxl_img2img', { width: 1024, height: 1024 }, 25, 0.5],
  ['flux_txt2img', { width: 1024, height: 1024 }, 20, undefined],
] as const)('%s begins with its own defaults', (...[id, renderedSize, ...rest]) => {
  const template = getTemplate(workflows, id)
  const { used } = bindWorkflow(template, sampleRequest(template))
  expect([used.renderedSize, used.steps, used.denoise]).toEqual([renderedSize, ...rest])
})

function bind(id: string, extra: Partial<BindRequest>) {
  const template = getTemplate(workflows, id)
  return bindWorkflow(template, { ...sampleRequest(template), ...extra }, server)
}

function nodesOf(graph: Graph, classType: string) {
  return Object.values(graph).filter(({ class_type }) => class_type === classType)
}

test('LoRAs are chained in their order, through the model and the text encoder', () => {
  const { graph } = bind('sdxl_with_lora', {
    loras: [
      { name: loraNames[0]!, weight: 1 },
      { name: loraNames[1]!, weight: 0.4, clipWeight: 0 },
    ],
  })
  const [first, second] = Object.entries(graph).filter(([, { class_type }]) => class_type === 'LoraLoader')
  expect(first?.[1].inputs).toMatchObject({
    model: ['1', 0],
    clip: ['1', 1],
    lora_name: loraNames[0],
    strength_clip: 1,
  })
  expect(second?.[1].inputs).toMatchObject({
    model: [first?.[0], 0],
    clip: [first?.[0], 1],
    strength_model: 0.4,
    strength_clip: 0,
  })
  expect(nodesOf(graph, 'KSampler')[0]?.inputs.model).toEqual([second?.[0], 0])
  for (const encoder of nodesOf(graph, 'CLIPTextEncode')) expect(encoder.inputs.clip).toEqual([second?.[0], 1])
})

test('a LoRA for one of two experts goes to that one', () => {
  const template = getTemplate(workflows, 'wan22_i2v')
  const loras = [
    { name: 'fast_high_noise.safetensors', weight: 1 },
    { name: 'fast_low_noise.safetensors', weight: 1 },
  ]
  const { graph } = bindWorkflow(template, { ...sampleRequest(template), loras })
  const chained = nodesOf(graph, 'LoraLoaderModelOnly').map(({ inputs }) => [inputs.lora_name, inputs.model])
  expect(chained).toEqual([
    ['fast_high_noise.safetensors', ['1', 0]],
    ['fast_low_noise.safetensors', ['2', 0]],
  ])
})

test('1920x1080 comes out as 1920x1080', () => {
  const { graph, used } = bind('flux-2', { size: { width: 1920, height: 1080 } })
  expect(used).toMatchObject({ renderedSize: { width: 1920, height: 1088 }, size: { width: 1920, height: 1080 } })
  expect(nodesOf(graph, 'EmptyFlux2LatentImage')[0]?.inputs).toMatchObject({ width: 1920, height: 1088 })
  expect(nodesOf(graph, 'Flux2Scheduler')[0]?.inputs).toMatchObject({ width: 1920, height: 1088 })
  const [save] = nodesOf(graph, 'SaveImage')
  const from = save?.inputs.images
  expect(isLink(from) ? graph[from[0]] : undefined).toMatchObject({
    class_type: 'ImageScale',
    inputs: { width: 1920, height: 1080, crop: 'center' },
  })
})

test('a size the model renders itself is not scaled', () => {
  expect(nodesOf(bind('flux-2', { size: { width: 1280, height: 720 } }).graph, 'ImageScale')).toEqual([])
})

test('an odd side of a clip is made even, with a warning', () => {
  const { used, warnings } = bind('wan22_i2v', { size: { width: 833, height: 481 } })
  expect(used.size).toEqual({ width: 832, height: 480 })
  expect(warnings).toMatchObject([{ code: 'size_made_even' }])
})

test('an init picture takes the place of the empty one', () => {
  const { graph } = bind('flux-2', { initImage: 'start.png', denoise: 0.3 })
  expect(nodesOf(graph, 'EmptyFlux2LatentImage')).toEqual([])
  expect(nodesOf(graph, 'SplitSigmasDenoise')[0]?.inputs.denoise).toBe(0.3)
  expect(nodesOf(bind('sdxl_txt2img', { initImage: 'start.png' }).graph, 'KSampler')[0]?.inputs.denoise).toBe(0.5)
})

test('values out of range are put right, and told', () => {
  const { used, warnings } = bind('sd15_txt2img', { steps: 9000, cfg: -1 })
  expect(used).toMatchObject({ steps: 100, cfg: 1 })
  expect(warnings.map(({ code }) => code)).toEqual(['out_of_range', 'out_of_range'])
})

test('a clip has as many frames as its model can make', () => {
  expect(bind('wan22_i2v', { frames: 50 }).used.frames).toBe(49)
})

test('a seed asked of a graph without one is a warning', () => {
  const { used, warnings } = bind('upscale_esrgan', { seed: 5n })
  expect(used.seed).toBeUndefined()
  expect(warnings).toMatchObject([{ code: 'seed_not_used' }])
})

test.each([
  [
    'sd15_txt2img',
    { loras: Array.from({ length: 4 }, () => ({ name: 'ink.safetensors', weight: 1 })) },
    /at most 3 LoRAs, not 4/,
  ],
  ['upscale_esrgan', { references: [{ image: 'a.png' }] }, /takes no reference pictures/],
  ['sdxl_controlnet_pose', { control: [{ kind: 'depth' as const, image: 'a.png' }] }, /takes pose and not depth/],
  ['sd15_img2img', { initImage: undefined }, /needs a picture to start from/],
  ['sd15_txt2img', { prompt: undefined }, /needs the prompt/],
  ['sd15_txt2img', { seed: -1n }, /a seed is a whole number/],
  ['sd15_txt2img', { steps: Number.NaN }, /steps is a number/],
  ['sd15_txt2img', { loras: [{ name: 'a', weight: 1000 }] }, /a weight from -100 to 100/],
  ['sd15_txt2img', { filenamePrefix: '../../etc' }, /file name/],
  ['sd15_txt2img', { size: { width: 0, height: 10 } }, /a side is a whole number/],
])('%s refuses what it cannot do, in a sentence', (...[id, extra, message]) => {
  expect(() => bind(id, extra)).toThrow(message)
})

test('the output files begin with what was asked, each saving node with its own', () => {
  const template = getTemplate(workflows, 'sd15_txt2img')
  const graph: Graph = {
    ...template.graph,
    '8': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'x' } },
  }
  const bound = bindWorkflow(
    { ...template, graph },
    { ...sampleRequest(template), filenamePrefix: 'framewright/job-1' },
  )
  expect(nodesOf(bound.graph, 'SaveImage').map(({ inputs }) => inputs.filename_prefix)).toEqual([
    'framewright/job-1',
    'framewright/job-1_8',
  ])
})

test('a file in a folder of the server is found under its own name there', () => {
  const info = parseObjectInfo(
    toObjectInfoJson(nodeTable, { checkpoints: ['sd\\v1-5-pruned-emaonly-fp16.safetensors'] }),
  )
  const template = getTemplate(workflows, 'sd15_txt2img')
  const { graph } = bindWorkflow(template, sampleRequest(template), info)
  expect(graph['1']?.inputs.ckpt_name).toBe('sd\\v1-5-pruned-emaonly-fp16.safetensors')
})

test('an input that a newer server requires is filled from its default', () => {
  const json = toObjectInfoJson(nodeTable, equippedModels)
  const newer = {
    ...json,
    VAEDecode: {
      ...json.VAEDecode,
      input: { required: { samples: ['LATENT'], vae: ['VAE'], depth: ['INT', { default: 8 }] } },
    },
  }
  const template = getTemplate(workflows, 'sd15_txt2img')
  const { graph, warnings } = bindWorkflow(template, sampleRequest(template), parseObjectInfo(newer))
  expect(graph['6']?.inputs.depth).toBe(8)
  expect(warnings).toMatchObject([{ code: 'input_filled', node: '6' }])
})
