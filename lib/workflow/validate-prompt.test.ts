import { expect, test } from 'vitest'
import { nodeTable, toObjectInfoJson } from './node-table.ts'
import { parseObjectInfo } from './object-info.ts'
import { isReadablePrompt, validatePrompt } from './validate-prompt.ts'

const info = parseObjectInfo(toObjectInfoJson(nodeTable, { checkpoints: ['a.safetensors'] }))

const empty = { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color: 7 } }
const preview = (from: unknown) => ({ class_type: 'PreviewImage', inputs: { images: from } })
const scale = (changes: Record<string, unknown>) => ({
  class_type: 'ImageScale',
  inputs: { image: ['1', 0], upscale_method: 'bilinear', width: 32, height: 32, crop: 'disabled', ...changes },
})

function complain(prompt: unknown, node: string) {
  const verdict = validatePrompt(prompt, info)
  return verdict.nodeErrors[node]?.errors[0]
}

test('a right graph is accepted with its outputs', () => {
  expect(validatePrompt({ 1: empty, 2: preview(['1', 0]) }, info)).toMatchObject({
    ok: true,
    outputs: ['2'],
    nodeErrors: {},
  })
})

test('values are converted as Python does', () => {
  const odd = { ...empty, inputs: { width: '64', height: 64.9, batch_size: true, color: 7 } }
  const verdict = validatePrompt({ 1: odd, 2: preview(['1', 0]) }, info)
  expect(verdict).toMatchObject({ ok: true, prompt: { 1: { inputs: { width: 64, height: 64, batch_size: 1 } } } })
  expect(odd.inputs.width).toBe('64')
})

test.each([
  [{ class_type: 'Nope', inputs: {}, _meta: { title: 'My node' } }, 'My node'],
  [{ class_type: 'Nope', inputs: {} }, 'Nope'],
])('an unknown class is named by title or class', (node, name) => {
  expect(validatePrompt({ 1: empty, 10: node }, info)).toEqual({
    ok: false,
    error: {
      type: 'missing_node_type',
      message: `Node '${name}' not found. The custom node may not be installed.`,
      details: "Node ID '#10'",
      extra_info: { node_id: '10', class_type: 'Nope', node_title: name },
    },
    nodeErrors: {},
  })
})

test('a node without a class is told apart', () => {
  expect(validatePrompt({ 10: { inputs: {} } }, info)).toMatchObject({
    error: { message: expect.stringContaining("Node 'ID #10' has no class_type"), extra_info: { class_type: null } },
  })
})

test.each([[{}], [{ 1: empty }]])('a graph that ends nowhere has no outputs', (prompt) => {
  expect(validatePrompt(prompt, info)).toMatchObject({ ok: false, error: { type: 'prompt_no_outputs' } })
})

test('only the outputs asked for are run', () => {
  const prompt = { 1: empty, 2: preview(['1', 0]), 3: preview(['1', 0]) }
  expect(validatePrompt(prompt, info, { partialExecutionTargets: ['3'] })).toMatchObject({ outputs: ['3'] })
  expect(validatePrompt(prompt, info, { partialExecutionTargets: ['77'] })).toMatchObject({ ok: false })
})

test.each([
  [{ upscale_method: 'nope' }, 'value_not_in_list', /^upscale_method: 'nope' not in \['nearest-exact', 'bilinear'/],
  [{ width: undefined }, 'required_input_missing', /^width$/],
  [{ width: -1 }, 'value_smaller_than_min', /^width$/],
  [{ height: 99_999 }, 'value_bigger_than_max', /^height$/],
  [{ width: 'abc' }, 'invalid_input_type', /^width, abc, invalid literal for int\(\) with base 10: 'abc'$/],
  [{ width: Number.NaN }, 'invalid_input_type', /^width, nan, cannot convert float NaN to integer$/],
  [{ image: ['1'] }, 'bad_linked_input', /^image$/],
])('%j is %s', (changes, type, details) => {
  const prompt = { 1: empty, 2: scale(changes), 3: preview(['2', 0]) }
  expect(complain(prompt, '2')).toMatchObject({ type, details: expect.stringMatching(details) })
  expect(validatePrompt(prompt, info)).toMatchObject({ nodeErrors: { 2: { dependent_outputs: ['3'] } } })
})

test('a list of more than twenty is not sent back', () => {
  const info2 = parseObjectInfo(
    toObjectInfoJson(nodeTable, { checkpoints: Array.from({ length: 21 }, (_, index) => `${index}.safetensors`) }),
  )
  const prompt = { 1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'x' } }, 2: preview(['1', 0]) }
  const loader = { class_type: 'VAEDecode', inputs: { samples: ['4', 0], vae: ['1', 2] } }
  const latent = { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } }
  expect(
    validatePrompt({ ...prompt, 2: preview(['3', 0]), 3: loader, 4: latent }, info2).nodeErrors['1'],
  ).toMatchObject({
    errors: [
      { details: "ckpt_name: 'x' not in (list of length 21)", extra_info: { input_config: null, received_value: 'x' } },
    ],
  })
})

test('a link of the wrong type is told with both types', () => {
  const mask = { class_type: 'MaskToImage', inputs: { mask: ['1', 0] } }
  expect(complain({ 1: empty, 2: mask, 3: preview(['2', 0]) }, '2')).toMatchObject({
    type: 'return_type_mismatch',
    details: 'mask, received_type(IMAGE) mismatch input_type(MASK)',
    extra_info: { received_type: 'IMAGE', linked_node: ['1', 0] },
  })
})

test.each([
  [['99', 0], 'KeyError', "'99'"],
  [[1, 0], 'KeyError', '1'],
  [['1', 5], 'IndexError', 'tuple index out of range'],
  [['1', 'x'], 'TypeError', 'tuple indices must be integers or slices, not str'],
])('a link to %j raises in the server, at an output and before one', (from, kind, details) => {
  expect(complain({ 1: empty, 2: preview(from) }, '2')).toMatchObject({
    type: 'exception_during_validation',
    details,
    extra_info: { exception_type: kind },
  })
  const invert = { class_type: 'ImageInvert', inputs: { image: from } }
  expect(complain({ 1: empty, 2: invert, 3: preview(['2', 0]) }, '2')).toMatchObject({
    type: 'exception_during_inner_validation',
    details,
    extra_info: { input_name: 'images', linked_node: ['2', 0] },
  })
})

test('a circle is reported at every node in it', () => {
  const invert = (from: string) => ({ class_type: 'ImageInvert', inputs: { image: [from, 0] } })
  const verdict = validatePrompt({ 1: invert('2'), 2: invert('1'), 3: preview(['1', 0]) }, info)
  const details = '1 (ImageInvert) -> 2 (ImageInvert) -> 1 (ImageInvert)'
  expect(verdict.nodeErrors['1']?.errors).toMatchObject([{ type: 'dependency_cycle', details }])
  expect(verdict.nodeErrors['2']?.errors).toMatchObject([{ type: 'dependency_cycle', details }])
})

test('a graph of which one output is right runs, and the rest is reported beside it', () => {
  const load = { class_type: 'LoadImage', inputs: { image: 'gone.png' } }
  const prompt = { 1: empty, 2: preview(['1', 0]), 20: load, 21: preview(['20', 0]) }
  const verdict = validatePrompt(prompt, info, { hasInputFile: (name) => name !== 'gone.png' })
  expect(verdict).toMatchObject({
    ok: true,
    outputs: ['2'],
    nodeErrors: {
      20: {
        errors: [{ type: 'custom_validation_failed', details: 'image - Invalid image file: gone.png' }],
        dependent_outputs: ['21'],
        class_type: 'LoadImage',
      },
    },
  })
})

test('a choice brings inputs of its own, and a choice not made is not missed', () => {
  const video = { class_type: 'CreateVideo', inputs: { images: ['1', 0], fps: 8 } }
  const save = (inputs: Record<string, unknown>) => ({
    class_type: 'SaveVideo',
    inputs: { video: ['2', 0], filename_prefix: 'x', ...inputs },
  })
  const withFormat = (inputs: Record<string, unknown>) => validatePrompt({ 1: empty, 2: video, 3: save(inputs) }, info)
  expect(withFormat({})).toMatchObject({ ok: true })
  const encoded = { format: 'mp4', 'format.codec': 'h264', 'format.codec.encoding': 're-encode' }
  expect(
    withFormat({ ...encoded, 'format.codec.encoding.crf': 23, 'format.codec.encoding.color_space': 'auto' }),
  ).toMatchObject({ ok: true })
  expect(withFormat({ ...encoded, 'format.codec.encoding.color_space': 'auto' }).nodeErrors['3']?.errors).toMatchObject(
    [{ type: 'required_input_missing', details: 'crf', extra_info: { input_name: 'format.codec.encoding.crf' } }],
  )
})

test('an input that grows takes one part or more', () => {
  const batch = (inputs: Record<string, unknown>) => ({ class_type: 'BatchImagesNode', inputs })
  const ask = (inputs: Record<string, unknown>) =>
    validatePrompt({ 1: empty, 2: batch(inputs), 3: preview(['2', 0]) }, info)
  expect(ask({ 'images.image0': ['1', 0], 'images.image1': ['1', 0] })).toMatchObject({ ok: true })
  expect(ask({}).nodeErrors['2']?.errors).toMatchObject([{ type: 'required_input_missing', details: 'image0' }])
})

test('seeds of 64 bits are in range to the last one, as numbers and as text', () => {
  const noise = (seed: unknown) => ({ 1: { class_type: 'RandomNoise', inputs: { noise_seed: seed } } })
  const check = (seed: unknown) =>
    validatePrompt({ ...noise(seed), 2: { class_type: 'PreviewAny', inputs: { source: ['1', 0] } } }, info)
  expect(check(2n ** 64n - 1n)).toMatchObject({ ok: true })
  expect(check('18446744073709551615')).toMatchObject({ prompt: { 1: { inputs: { noise_seed: 2n ** 64n - 1n } } } })
  expect(check(2n ** 64n).nodeErrors['1']?.errors).toMatchObject([{ type: 'value_bigger_than_max' }])
  expect(check(-1).nodeErrors['1']?.errors).toMatchObject([{ type: 'value_smaller_than_min' }])
})

test.each([[null], ['x'], [[1]], [{ 1: 'x' }], [{ last_node_id: 2, nodes: [] }]])(
  '%j is nothing a server can read',
  (prompt) => {
    expect(isReadablePrompt(prompt)).toBe(false)
    expect(validatePrompt(prompt, info)).toMatchObject({ ok: false })
  },
)
