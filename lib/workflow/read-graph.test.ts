import { expect, test } from 'vitest'
import { bindWorkflow } from './bind.ts'
import { deriveManifest } from './derive-manifest.ts'
import type { Graph } from './graph.ts'
import { parseGraphText } from './parse-graph-text.ts'
import { adoptGraph } from './read-graph.ts'
import { readGraphOfPng } from './read-picture.ts'
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

test('numbers past 2^53 and NaN are read as ComfyUI writes them', () => {
  expect(
    parseGraphText(
      '{"seed": 18446744073709551615, "x": NaN, "y": [-Infinity, 1.12345678901234567890], "z": "NaN 18446744073709551615"}',
    ),
  ).toEqual({
    seed: 2n ** 64n - 1n,
    x: null,
    y: [null, 1.1234567890123457],
    z: 'NaN 18446744073709551615',
  })
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
