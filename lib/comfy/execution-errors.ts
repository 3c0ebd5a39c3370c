import { AppError } from '#lib/runtime/errors.ts'
import { startSentence } from '#lib/workflow/graph.ts'
import { modelFolderOf } from '#lib/workflow/model-files.ts'
import { fieldsOf, nameTextOf, textOf } from './fields.ts'
import { findModelName } from './model-files.ts'
import { nameNode, nodeOf } from './node-names.ts'
import { toSafeText } from './safe-text.ts'

type Context = { graph: unknown; serverName: string; promptId: string }

const outOfMemory =
  /OutOfMemory|out of memory|Allocation on device|can'?t allocate memory|not enough memory|MemoryError|bad_alloc|CUBLAS_STATUS_ALLOC_FAILED|paging file is too small/i
const modelMissing =
  /(model|lora|checkpoint|vae|clip vision|insightface)\b.{0,80}\b(not found|missing|could not be found|does not exist)|No such file or directory|FileNotFoundError/i

/**
 * The card, its driver or its disk is in trouble: whatever this machine is asked to draw fails. Of memory, which a smaller job
 * would have had enough of, `outOfMemory` tells.
 */
const machineInTrouble =
  /((CUDA|HIP|cuDNN|cuBLAS)( driver| runtime| unknown)? error|CUDA driver initialization failed|No (CUDA|HIP) GPUs are available|Found no NVIDIA driver|Torch not compiled with CUDA|No space left on device)[^\n.]{0,120}/i

/** The error for a node that failed while the graph ran, out of the `execution_error` of the server's record. */
export function errorOfExecution(payload: unknown, context: Context): AppError {
  const fields = fieldsOf(payload)
  const nodeId = nameTextOf(fields.node_id) ?? '?'
  const nodeClass = nameTextOf(fields.node_type)
  const raw = `${textOf(fields.exception_type) ?? ''}: ${textOf(fields.exception_message) ?? ''}`.slice(0, 20_000)
  const reason = toSafeText(textOf(fields.exception_message) ?? '')
  const node = nameNode(context.graph, nodeId, nodeClass)
  const shared = {
    details: {
      promptId: context.promptId,
      server: context.serverName,
      nodeId,
      nodeClass,
      exception: toSafeText(textOf(fields.exception_type) ?? '', 80),
      reason,
    },
    // Whole and unchanged for the log; a cause never leaves the process.
    cause: new Error(raw),
  }

  if (outOfMemory.test(raw)) {
    return new AppError({
      ...shared,
      code: 'OUT_OF_MEMORY',
      message: `${context.serverName} ran out of memory in ${node}.`,
      suggestion: suggestSmaller(context.graph),
    })
  }
  const model = modelMissing.test(raw) ? findModelName(raw.slice(0, 2_000)) : undefined
  if (model !== undefined || /model not found/i.test(raw)) return errorOfMissingModel({ shared, node, model, context })
  const trouble = machineInTrouble.exec(raw)?.[0]
  return new AppError({
    ...shared,
    ...(trouble !== undefined && { details: { ...shared.details, machineTrouble: toSafeText(trouble) } }),
    code: 'WORKFLOW_NODE_ERROR',
    message: `${startSentence(node)} failed${reason ? `: ${reason.replace(/[.:]+$/, '')}` : ''}.`,
    suggestion: suggestFor({ raw, node, nodeInputs: nodeOf(context.graph, nodeId)?.inputs }),
  })
}

type Shared = { details: Record<string, unknown>; cause: Error }

function errorOfMissingModel({
  shared,
  node,
  model,
  context,
}: {
  shared: Shared
  node: string
  model: string | undefined
  context: Context
}): AppError {
  const nodeClass = textOf(shared.details.nodeClass) ?? ''
  const said = folderWords.find(([pattern]) => pattern.test(shared.cause.message))?.[1]
  const folder = modelFolderOf(nodeClass, 'model_name') ?? (/IPAdapter/i.test(nodeClass) ? said : undefined)
  const place = folder === undefined ? 'the folder of its kind under models' : `models/${folder}`
  return new AppError({
    ...shared,
    code: 'MODEL_MISSING',
    message: `${context.serverName} does not have ${model ? `the model ${model}, which` : 'the model that'} ${node} needs.`,
    suggestion: `Put ${model ?? 'the model its settings ask for'} into ${place} there; ${model ? '' : 'the documentation of that node lists the file names it looks for; '}then try again.`,
    details: { ...shared.details, value: model, folder },
  })
}

/** What the loaders of IP-Adapter miss, in their own words: they look for four kinds of files. */
const folderWords: readonly [pattern: RegExp, folder: string][] = [
  [/clip ?vision/i, 'clip_vision'],
  [/\blora\b/i, 'loras'],
  [/insightface/i, 'insightface'],
  [/ip-?adapter/i, 'ipadapter'],
]

function suggestSmaller(graph: unknown): string {
  let size: string | undefined
  for (const node of Object.values(fieldsOf(graph))) {
    const { width, height } = fieldsOf(fieldsOf(node).inputs)
    if (typeof width === 'number' && typeof height === 'number') size ??= `${width}x${height}`
  }
  return `Render smaller${size ? ` than ${size}` : ''}, fewer pictures or frames at once, or with a smaller model, or free the memory that other programs hold on that GPU.`
}

const hints: readonly [pattern: RegExp, hint: string][] = [
  [/No space left/i, 'The disk of the server is full: make room there.'],
  [machineInTrouble, 'Restart ComfyUI there; when it fails again, look at the GPU and its driver.'],
  [
    /mat1 and mat2|shapes cannot be multiplied|size mismatch|expected input\[.*channels|must match the size of tensor/i,
    'The model, text encoder, VAE or LoRA it was given are of different families: choose ones that belong together.',
  ],
  [
    /not divisible by|must be even|height not divisible|width not divisible/i,
    'Choose a width and height that are even numbers, or multiples of 16 for video models.',
  ],
  [/outside the output folder/i, 'Use a filename_prefix without “..” and without a leading slash.'],
  [
    /missing \d+ required|unexpected keyword|got multiple values/i,
    'The workflow and the node are of different versions: update the node, or export the workflow again.',
  ],
  [/no face|face(s)? (was |were )?not (found|detected)/i, 'Use a picture in which one face is large and clear.'],
  [
    /safetensors|HeaderTooLarge|InvalidHeader|invalid load key|PytorchStreamReader|UnpicklingError|corrupt/i,
    'A model file is damaged or not downloaded to its end: download it again.',
  ],
  [
    /No module named|ModuleNotFoundError|ImportError/i,
    'Install what that custom node needs on the server and restart ComfyUI.',
  ],
  [
    /Permission denied|PermissionError/i,
    'ComfyUI may not read or write a file it needs: check the rights of its folders.',
  ],
]

function suggestFor({ raw, node, nodeInputs }: { raw: string; node: string; nodeInputs: unknown }): string {
  if (/cannot identify image file|UnidentifiedImageError/.test(raw)) {
    const file = textOf(fieldsOf(nodeInputs).image)
    return `${file ? toSafeText(file, 120) : 'The file it loads'} is not a picture ComfyUI can read: upload it again, as PNG or JPEG.`
  }
  const hint = hints.find(([pattern]) => pattern.test(raw))?.[1]
  return hint ?? `Check the inputs of ${node}; ComfyUI's own log has the whole story.`
}
