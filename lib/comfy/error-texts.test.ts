import { describe, expect, it } from 'vitest'
import { errorOfExecution } from './execution-errors.ts'
import { readRefusal } from './refusal.ts'
import { errorOfRefusal } from './refusal-errors.ts'

const graph = {
  '1': { class_type: 'EmptyImage', inputs: { width: 0, height: 64 }, _meta: { title: 'Canvas' } },
  '2': { class_type: 'ImageScale', inputs: { image: ['1', 0], width: 96, upscale_method: 'nope' } },
  '3': { class_type: 'SaveImage', inputs: { images: ['99', 0], filename_prefix: 'a' } },
  '4': { class_type: 'PreviewImage', inputs: { images: ['1', 7] } },
  '5': { class_type: 'LoadImage', inputs: { image: 'portrait.png' } },
  '6': { class_type: 'PreviewImage', inputs: { images: [1, 0] } },
  '7': { class_type: 'ImageBlend', inputs: { image1: ['1', 0], image2: ['5', 2] } },
  '8': { class_type: 'ImageBlend', inputs: { image1: ['1', 0], image2: ['9', 2] } },
  '9': { class_type: 'Somebodys', inputs: {} },
}
const context = { graph, serverName: 'gpu:8188', promptId: '00000000-0000-4000-8000-000000000001' }
const int = ['INT', { min: 1, max: 16_384 }]

describe('a refused node is explained', () => {
  it.each<[nodeId: string, complaint: object, message: string, suggestion: string]>([
    [
      '2',
      {
        type: 'value_not_in_list',
        input_name: 'upscale_method',
        received_value: 'nope',
        input_config: [['area', 'lanczos'], {}],
      },
      'In node 2 (ImageScale), upscale_method is “nope”, which gpu:8188 does not offer.',
      'It offers: area, lanczos.',
    ],
    [
      '1',
      { type: 'value_smaller_than_min', input_name: 'width', received_value: 0, input_config: int },
      'In node 1 (“Canvas”, EmptyImage), width is 0, and must be at least 1.',
      'Set width to 1 or more.',
    ],
    [
      '1',
      { type: 'value_bigger_than_max', input_name: 'width', received_value: 2n ** 64n, input_config: int },
      'In node 1 (“Canvas”, EmptyImage), width is 18446744073709551616, and must be at most 16384.',
      'Set width to 16384 or less.',
    ],
    [
      '1',
      { type: 'invalid_input_type', input_name: 'width', received_value: 'abc', input_config: int },
      'In node 1 (“Canvas”, EmptyImage), width is “abc”, which is not a whole number.',
      'Give width a whole number; a placeholder may be spelt wrongly or have no value.',
    ],
    [
      '2',
      { type: 'required_input_missing', input_name: 'height' },
      'Node 2 (ImageScale) lacks its input height.',
      'Set or link height: the workflow may be made for another version of the node.',
    ],
    [
      '2',
      { type: 'return_type_mismatch', input_name: 'image', received_type: 'MASK', input_config: ['IMAGE', {}] },
      'In node 2 (ImageScale), image needs IMAGE and is linked to MASK.',
      'Link image to an output that gives IMAGE.',
    ],
    [
      '2',
      { type: 'dependency_cycle', cycle_nodes: ['1', '2'] },
      'Node 2 (ImageScale) waits for itself: the nodes 1, 2 are linked in a circle.',
      'Open the circle by linking one of them elsewhere.',
    ],
    [
      '5',
      { type: 'custom_validation_failed', input_name: 'image', details: 'image - Invalid image file: portrait.png' },
      'Node 5 (LoadImage) loads portrait.png, which is not on the server.',
      'Upload portrait.png first, or choose another file.',
    ],
    [
      '3',
      { type: 'exception_during_validation', details: "'99'" },
      'In node 3 (SaveImage), images is linked to node 99, which is not in the workflow.',
      'Link images to a node that is there.',
    ],
    [
      '4',
      { type: 'exception_during_validation', details: 'tuple index out of range' },
      'In node 4 (PreviewImage), images is linked to output 7 of node 1 (“Canvas”, EmptyImage), which has no such output.',
      'Outputs are counted from 0: choose one that node 1 (“Canvas”, EmptyImage) has.',
    ],
    [
      '7',
      { type: 'exception_during_validation', details: 'tuple index out of range' },
      'In node 7 (ImageBlend), image2 is linked to output 2 of node 5 (LoadImage), which has no such output.',
      'Outputs are counted from 0: choose one that node 5 (LoadImage) has.',
    ],
    [
      '8',
      { type: 'exception_during_validation', details: 'tuple index out of range' },
      'Node 8 (ImageBlend) is linked to an output that its source does not have.',
      'Outputs are counted from 0: link its inputs again in ComfyUI, and export the workflow with Export (API).',
    ],
    [
      '6',
      { type: 'exception_during_validation', details: '1' },
      'In node 6 (PreviewImage), images is linked by a number instead of by text.',
      'Write the id as text: ["1", 0].',
    ],
  ])('node %s: %o', (...[nodeId, complaint, message, suggestion]) => {
    const { details, type, ...extra }: { details?: string; type?: string } = complaint
    const className = graph[nodeId as keyof typeof graph].class_type // Safe: the table names nodes of the graph.
    const errors = [{ type, message: 'no', details: details ?? '', extra_info: extra }]
    const body = {
      error: { type: 'prompt_outputs_failed_validation' },
      node_errors: { [nodeId]: { errors, class_type: className } },
    }
    expect(errorOfRefusal(readRefusal(body), context)).toMatchObject({ code: 'WORKFLOW_INVALID', message, suggestion })
  })

  it('with the missing model first, and the number of the others', () => {
    const model = { input_name: 'ckpt_name', received_value: 'x.safetensors', input_config: [[], {}] }
    const body = {
      node_errors: {
        '2': {
          class_type: 'ImageScale',
          errors: [{ type: 'required_input_missing', extra_info: { input_name: 'crop' } }],
        },
        '9': { class_type: 'CheckpointLoaderSimple', errors: [{ type: 'value_not_in_list', extra_info: model }] },
      },
    }
    expect(errorOfRefusal(readRefusal(body), context)).toMatchObject({
      code: 'MODEL_MISSING',
      message:
        'gpu:8188 does not have the model x.safetensors, which node 9 (CheckpointLoaderSimple) needs. (and one more problem)',
      suggestion: 'Put it into models/checkpoints there; that folder has no models yet.',
      available: [],
    })
  })
})

describe('what is wrong with the machine is told apart from what is wrong with a job', () => {
  const troubleOf = (exception_type: string, exception_message: string) =>
    errorOfExecution({ node_id: '5', exception_type, exception_message }, context).details?.machineTrouble

  it.each([
    ['RuntimeError', 'CUDA error: device-side assert triggered\nCUDA kernel errors might be reported later.'],
    ['RuntimeError', 'cuDNN error: CUDNN_STATUS_EXECUTION_FAILED'],
    ['torch.AcceleratorError', 'HIP error: invalid device function'],
    ['RuntimeError', 'No CUDA GPUs are available'],
    ['OSError', '[Errno 28] No space left on device'],
  ])('%s: %s', (type, text) => {
    expect(text).toContain(troubleOf(type, text))
  })

  it.each([
    ['RuntimeError', 'mat1 and mat2 shapes cannot be multiplied'],
    ['torch.OutOfMemoryError', 'CUDA out of memory. Tried to allocate 2.00 GiB'],
    ['RuntimeError', 'CUDA error: out of memory'],
    ['ValueError', 'a cuda device was expected'],
  ])('not %s: %s', (type, text) => {
    expect(troubleOf(type, text)).toBeUndefined()
  })
})

describe('what an IP-Adapter misses is told with its folder', () => {
  it.each([
    ['IPAdapter model not found.', 'ipadapter'],
    ['ClipVision model not found.', 'clip_vision'],
    ['LoRA model not found.', 'loras'],
    ['InsightFace model not found.', 'insightface'],
  ])('%s', (exception_message, folder) => {
    const payload = {
      node_id: '7',
      node_type: 'IPAdapterUnifiedLoaderFaceID',
      exception_type: 'Exception',
      exception_message,
    }
    expect(errorOfExecution(payload, context)).toMatchObject({ code: 'MODEL_MISSING', details: { folder } })
  })
})

describe('a failed node is explained', () => {
  it.each<[type: string, text: string, code: string, said: RegExp]>([
    ['torch.OutOfMemoryError', 'Allocation on device 0 would exceed', 'OUT_OF_MEMORY', /Render smaller than 0x64/],
    ['RuntimeError', 'CUDA error: out of memory', 'OUT_OF_MEMORY', /ran out of memory in node 5/],
    ['Exception', 'IPAdapter model not found.', 'MODEL_MISSING', /models there; the documentation of that node/],
    [
      'FileNotFoundError',
      "[Errno 2] No such file or directory: '/comfy/models/loras/ink.safetensors'",
      'MODEL_MISSING',
      /the model ink\.safetensors, which node 5 .* Put ink\.safetensors into/,
    ],
    [
      'PIL.UnidentifiedImageError',
      "cannot identify image file '/comfy/input/x.png'",
      'WORKFLOW_NODE_ERROR',
      /portrait\.png is not a picture/,
    ],
    ['RuntimeError', 'mat1 and mat2 shapes cannot be multiplied', 'WORKFLOW_NODE_ERROR', /of different families/],
    ['SafetensorError', 'Error while deserializing header: HeaderTooLarge', 'WORKFLOW_NODE_ERROR', /download it again/],
    [
      'RuntimeError',
      'CUDA error: device-side assert triggered\nCUDA kernel errors might be reported later.',
      'WORKFLOW_NODE_ERROR',
      /Restart ComfyUI there/,
    ],
    ['OSError', '[Errno 28] No space left on device', 'WORKFLOW_NODE_ERROR', /The disk of the server is full/],
    ['ValueError', 'odd', 'WORKFLOW_NODE_ERROR', /^Node 5 \(LoadImage\) failed: odd\. Check the inputs of node 5/],
    ['', '', 'WORKFLOW_NODE_ERROR', /^Node 5 \(LoadImage\) failed\./],
  ])('%s: %s', (...[type, text, code, said]) => {
    const payload = {
      node_id: '5',
      node_type: 'LoadImage',
      exception_type: type,
      exception_message: text,
      traceback: ['x'],
    }
    const error = errorOfExecution(payload, context)
    expect(error.code).toBe(code)
    expect(`${error.message} ${error.suggestion}`).toMatch(said)
    expect(`${error.message} ${error.suggestion}`).not.toContain('/comfy')
  })
})
