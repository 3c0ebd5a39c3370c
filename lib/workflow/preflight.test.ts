import path from 'node:path'
import { expect, test } from 'vitest'
import { getTemplate, listWorkflows } from './library.ts'
import { type NodeTable, nodeTable, toObjectInfoJson } from './node-table.ts'
import { parseObjectInfo } from './object-info.ts'
import { findLacks, findLacksOfTemplate, preflight } from './preflight.ts'

const workflows = await listWorkflows([{ origin: 'built-in', folder: path.resolve('workflows') }])
const checkpoint = 'v1-5-pruned-emaonly-fp16.safetensors'

function without(...names: string[]): NodeTable {
  return Object.fromEntries(Object.entries(nodeTable).filter(([name]) => !names.includes(name)))
}

function lacks(id: string, table: NodeTable, models: Parameters<typeof toObjectInfoJson>[1]) {
  const info = parseObjectInfo(toObjectInfoJson(table, models))
  return findLacksOfTemplate(getTemplate(workflows, id), { info, models })
}

test('a server that has everything lacks nothing', () => {
  expect(lacks('sd15_txt2img', nodeTable, { checkpoints: [checkpoint] })).toEqual([])
})

test('a missing model is named with its folder and what there is instead', () => {
  expect(lacks('sd15_txt2img', nodeTable, { checkpoints: ['other.safetensors'] })).toMatchObject([
    {
      kind: 'model',
      value: checkpoint,
      folder: 'checkpoints',
      available: ['other.safetensors'],
      suggestion: expect.stringContaining('models/checkpoints'),
    },
    { kind: 'model', value: checkpoint },
  ])
})

test('a missing pack is named, and what comes with ComfyUI is told apart', () => {
  const all = { checkpoints: [checkpoint], animatediff_models: ['mm_sd_v15_v2.ckpt'] }
  expect(lacks('animatediff_keyframes', without('VHS_VideoCombine', 'VAEDecode'), all)).toMatchObject([
    { kind: 'node_type', classType: 'VAEDecode', suggestion: expect.stringContaining('update ComfyUI') },
    {
      kind: 'node_type',
      classType: 'VHS_VideoCombine',
      suggestion: expect.stringContaining('ComfyUI-VideoHelperSuite'),
    },
  ])
})

test('files that no node names are looked for too', () => {
  const models = {
    checkpoints: ['sd_xl_base_1.0.safetensors'],
    clip_vision: [],
    ipadapter: ['sub/ip-adapter-plus_sdxl_vit-h.safetensors'],
  }
  expect(lacks('sdxl_ipadapter', nodeTable, models)).toMatchObject([
    { kind: 'model', folder: 'clip_vision', value: 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors' },
  ])
})

test('a file that is uploaded with the job is no lack, whatever the server lists', () => {
  const listed = { input: { required: { audio: [['other.mp3'], {}] } }, output: ['AUDIO'], output_node: false }
  const info = parseObjectInfo({ LoadAudio: listed })
  expect(findLacks({ '2': { class_type: 'LoadAudio', inputs: { audio: 'mine.mp3' } } }, info)).toEqual([])
})

test('values a server does not know or take are told', () => {
  const info = parseObjectInfo(toObjectInfoJson(nodeTable, {}))
  const inputs = { image: ['1', 0] as const, upscale_method: 'magic', width: 99_999, height: 10 }
  expect(findLacks({ '2': { class_type: 'ImageScale', inputs } }, info)).toMatchObject([
    { kind: 'value', input: 'upscale_method', available: expect.arrayContaining(['lanczos']) },
    { kind: 'value', input: 'width', message: expect.stringContaining('0 to 16384') },
  ])
})

test('what only references or control pictures lack is told apart', () => {
  const info = parseObjectInfo(toObjectInfoJson(without('IPAdapterAdvanced'), { checkpoints: [checkpoint] }))
  const models = { checkpoints: [checkpoint], clip_vision: [], ipadapter: ['ip-adapter-plus_sd15.safetensors'] }
  const [found] = preflight([getTemplate(workflows, 'sd15_txt2img')], { info, models })
  expect(found?.lacks).toEqual([])
  expect(found?.onlyFor).toMatchObject([
    {
      extra: 'references',
      lacks: [
        { kind: 'node_type', classType: 'IPAdapterAdvanced' },
        { kind: 'model', folder: 'clip_vision', value: 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors' },
      ],
    },
    { extra: 'control', lacks: [{ folder: 'controlnet' }, { folder: 'controlnet' }, { folder: 'controlnet' }] },
  ])
})

test('each workflow is told with what it lacks', () => {
  const info = parseObjectInfo(toObjectInfoJson(nodeTable, { checkpoints: [checkpoint] }))
  const templates = workflows.flatMap(({ template }) => (template ? [template] : []))
  const ready = preflight(templates, { info }).flatMap(({ template, lacks: found }) =>
    found.length === 0 ? [template.id] : [],
  )
  expect(ready).toEqual(['frame_interpolation_rife', 'sd15_img2img', 'sd15_ipadapter_faceid', 'sd15_txt2img'])
})
