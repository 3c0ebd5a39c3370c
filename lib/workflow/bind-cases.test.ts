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

test('only what draws into the empty picture starts from the init picture', () => {
  const template = getTemplate(workflows, 'sd15_txt2img')
  const [id, sampler] = Object.entries(template.graph).find(([, { class_type }]) => class_type === 'KSampler') ?? []
  if (!id || !sampler) throw new Error('It has no sampler')
  const graph: Graph = {
    ...template.graph,
    '50': { class_type: 'LatentUpscaleBy', inputs: { samples: [id, 0], upscale_method: 'bislerp', scale_by: 2 } },
    '51': { ...sampler, inputs: { ...sampler.inputs, latent_image: ['50', 0], denoise: 0.2 } },
    '52': { class_type: 'VAEDecode', inputs: { samples: ['51', 0], vae: ['1', 2] } },
    '53': { class_type: 'SaveImage', inputs: { images: ['52', 0] } },
  }
  const bound = bindWorkflow({ ...template, graph }, { ...sampleRequest(template), initImage: 'a.png', denoise: 0.7 })
  expect([bound.graph[id]?.inputs.denoise, bound.graph['51']?.inputs.denoise]).toEqual([0.7, 0.2])
})

test('a clip with more frames keeps its pace', () => {
  const rate = (id: string, extra: Partial<BindRequest>) => bind(id, extra).used.fps
  expect(rate('frame_interpolation', { sourceFps: 16 })).toBe(32)
  expect(rate('frame_interpolation', { sourceFps: 24, multiplier: 4 })).toBe(96)
  expect(rate('frame_interpolation_rife', { sourceFps: 8, multiplier: 3 })).toBe(24)
  expect(rate('frame_interpolation', { sourceFps: 60, multiplier: 4 })).toBe(120)
  expect(rate('frame_interpolation', { fps: 12, sourceFps: 16 })).toBe(12)
})

test('what has no place is told in one warning', () => {
  const { warnings } = bind('upscale_esrgan', { seed: 5n, steps: 9, prompt: 'a dog', negative: '', cfg: undefined })
  expect(warnings).toEqual([
    { code: 'not_used', message: 'ESRGAN, four times larger has no place for prompt, steps, seed.' },
  ])
})

test('what was used says all that was put in, with the strength it was given', () => {
  const { used } = bind('sd15_txt2img', {
    references: [{ image: 'a.png' }],
    control: [{ kind: 'pose', image: 'b.png' }],
    initImage: 'c.png',
  })
  expect(used).toMatchObject({
    references: [{ image: 'a.png', weight: 0.8 }],
    control: [{ kind: 'pose', image: 'b.png', strength: 1 }],
    initImage: 'c.png',
  })
  const keyframes = [{ frame: 3, prompt: 'noon' }]
  expect(bind('animatediff_keyframes', { keyframes }).used.keyframes).toEqual(keyframes)
})

test('a face weighs in full wherever it goes in', () => {
  const references = [{ image: 'a.png' }, { image: 'b.png' }]
  const { graph } = bind('sd15_ipadapter_faceid', { references })
  expect(nodesOf(graph, 'IPAdapterFaceID').map(({ inputs }) => inputs.weight)).toEqual([1, 1])
})

test('a choice within a choice is filled in too', () => {
  const template = getTemplate(workflows, 'wan22_i2v')
  const graph = structuredClone(template.graph)
  const [save] = nodesOf(graph, 'SaveVideo')
  if (!save) throw new Error('It saves no clip')
  delete save.inputs.codec
  const bound = bindWorkflow({ ...template, graph }, sampleRequest(template), server)
  expect(nodesOf(bound.graph, 'SaveVideo')[0]?.inputs).toMatchObject({ format: 'auto', 'format.codec': 'auto' })
  expect(bind('wan22_i2v', {}).warnings).toEqual([])
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
  expect(warnings).toMatchObject([{ code: 'not_used' }])
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
  ['sd15_txt2img', { filenamePrefix: 'job/a..b' }, /file name/],
  ['frame_interpolation', { sourceFps: undefined }, /how many frames a second the clip has/],
  ['frame_interpolation', { sourceFps: 0 }, /more than 0/],
  ['animatediff_keyframes', { keyframes: [{ frame: 32, prompt: 'a' }] }, /a whole number from 0 to 31/],
  ['animatediff_keyframes', { frames: 8, keyframes: [{ frame: 1.5, prompt: 'a' }] }, /from 0 to 7/],
  [
    'animatediff_keyframes',
    {
      keyframes: [
        { frame: 1, prompt: 'a' },
        { frame: 1, prompt: 'b' },
      ],
    },
    /two keyframes/,
  ],
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
