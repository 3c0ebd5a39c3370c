import { findNearest } from '#lib/comfy/model-files.ts'
import { AppError, isAppError } from '#lib/runtime/errors.ts'
import { bindWorkflow } from '#lib/workflow/bind.ts'
import { getTemplate, listWorkflows, workflowFolders } from '#lib/workflow/library.ts'
import { controlKinds } from '#lib/workflow/manifest.ts'
import { sampleRequest } from '#lib/workflow/sample.ts'
import type { BindWarning } from '#lib/workflow/warning.ts'
import { bindInput, optionFor, toRequest } from './bind-input.ts'
import { defineCommand, exitCodes } from './command.ts'
import { findDoubtful } from './doubtful.ts'
import { printItems, printJson } from './print-json.ts'

export const bindOne = defineCommand({
  words: ['workflows', 'bind'],
  about: 'Prints the graph that would be submitted to ComfyUI.',
  place: { name: 'ID', isNeeded: true, about: 'The name of the workflow: framewright workflows list shows them.' },
  options: {
    prompt: { kind: 'value', value: 'TEXT', about: 'What is to be seen.' },
    negative: { kind: 'value', value: 'TEXT', about: 'What is not to be seen.' },
    seed: { kind: 'value', value: 'N', about: 'The seed, 0 to 2^64-1. A new one unless given.' },
    size: {
      kind: 'value',
      value: 'WxH',
      about: 'The size of the result, such as 1920x1080. In another shape the middle of a picture is kept.',
    },
    steps: { kind: 'value', value: 'N', about: 'The number of steps.' },
    draft: { kind: 'switch', about: 'As a draft: fewer steps, and drawn smaller.' },
    count: { kind: 'value', value: 'N', about: 'So many pictures in one go.' },
    cfg: { kind: 'value', value: 'N', about: 'How closely the prompt is followed.' },
    guidance: { kind: 'value', value: 'N', about: 'The same for FLUX.' },
    model: { kind: 'value', value: 'FILE', about: 'The model file, for a workflow that leaves it open.' },
    sampler: { kind: 'value', value: 'NAME', about: 'The sampler, as ComfyUI calls it.' },
    scheduler: { kind: 'value', value: 'NAME', about: 'The scheduler, as ComfyUI calls it.' },
    lora: { kind: 'value', value: 'NAME:WEIGHT', isMany: true, about: 'A LoRA and how strong it is; 1 unless said.' },
    reference: {
      kind: 'value',
      value: 'FILE[:STRENGTH]',
      isMany: true,
      about: 'A picture to take after, and how much.',
    },
    control: {
      kind: 'value',
      value: 'KIND:FILE[:STRENGTH]',
      isMany: true,
      about: `A picture that leads the drawing; KIND is ${controlKinds.join(', ')}.`,
    },
    init: { kind: 'value', value: 'FILE', about: 'A picture to start from.' },
    denoise: { kind: 'value', value: 'N', about: 'How much the starting picture may change, 0 to 1.' },
    end: { kind: 'value', value: 'FILE', about: 'A picture that a clip ends with.' },
    video: { kind: 'value', value: 'FILE', about: 'A clip to work on.' },
    keyframe: { kind: 'value', value: 'FRAME:TEXT', isMany: true, about: 'The prompt from a frame of the clip on.' },
    frames: { kind: 'value', value: 'N', about: 'How many frames a clip has.' },
    fps: { kind: 'value', value: 'N', about: 'Frames in a second of the result.' },
    'source-fps': { kind: 'value', value: 'N', about: 'Frames in a second of the clip to work on.' },
    multiplier: { kind: 'value', value: 'N', about: 'How many times more frames.' },
    sample: { kind: 'switch', about: 'Fill in everything the workflow needs and nothing else gave.' },
    'as-request': { kind: 'switch', about: 'Print what is sent to /prompt: {"prompt": the graph}.' },
  },
  notes: [
    'FILE is the name a file has in the input folder of ComfyUI; nothing is uploaded or submitted.',
    '--sample takes the names start.png, end.png, clip.mp4, reference.png and control.png for files.',
    'Warnings go to standard error. With --json they stand beside the graph, with the values used.',
  ],
  input: bindInput,
  run: async (input, { write, warn, readEnv }) => {
    const template = getNamed(await listWorkflows(workflowFolders(readEnv())), input.id)
    const request = toRequest(input)
    const { graph, warnings, used } = inOptions(() =>
      bindWorkflow(template, {
        freshSeed: newSeed(),
        filenamePrefix: 'framewright/bound',
        ...(input.sample ? sampleRequest(template) : {}),
        ...request,
      }),
    )
    const doubts = findDoubtful(request).map((message) => ({ code: 'doubtful', message }))
    const all = [...doubts, ...warnings.map(nameOptions)]
    if (input.json) write(printItems([{ id: template.id, graph, used, warnings: all }]))
    else {
      write(printJson(input['as-request'] ? { prompt: graph } : graph))
      for (const { message } of all) warn(`Warning: ${message}\n`)
    }
    return exitCodes.fine
  },
})

function getNamed(workflows: Parameters<typeof getTemplate>[0], id: string): ReturnType<typeof getTemplate> {
  try {
    return getTemplate(workflows, id)
  } catch (error) {
    const nearest = isAppError(error) && error.code === 'WORKFLOW_NOT_FOUND' && findNearest(id, error.available ?? [])
    if (!nearest) throw error
    throw rephrase(error, `Did you mean ${nearest}? ${error.suggestion ?? ''}`.trim())
  }
}

/** What is missing or wrong, by the option that gives it. */
function inOptions<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isAppError(error) || error.code !== 'INVALID_INPUT' || !error.fields) throw error
    const named = Object.entries(error.fields).map(([field, problem]) => ({ option: optionFor(field), problem }))
    const missing = named.flatMap(({ option, problem }) => (option && problem === 'is needed' ? [option] : []))
    const wrong = named.flatMap(({ option, problem }) => (option && problem !== 'is needed' ? [option] : []))
    const help = [
      ...(missing.length > 0 ? [`Give it with ${missing.join(' and ')}, or let --sample fill it in.`] : []),
      ...(wrong.length > 0 ? [`See ${wrong.join(', ')}.`] : []),
    ]
    throw help.length > 0 ? rephrase(error, help.join(' ')) : error
  }
}

function nameOptions(warning: BindWarning): BindWarning {
  if (warning.code !== 'not_used') return warning
  const fields = /(?<=has no place for ).*$/
  const message = warning.message.replace(fields, (list) => list.replaceAll(/\w+/g, (name) => optionFor(name) ?? name))
  return { ...warning, message }
}

function rephrase(error: AppError, suggestion: string): AppError {
  const { code, message, fields, details, available } = error
  return new AppError({ code, message, suggestion, fields, details, available, cause: error })
}

function newSeed(): bigint {
  const [value = 0n] = crypto.getRandomValues(new BigUint64Array(1))
  return value
}
