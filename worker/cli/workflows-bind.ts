import { bindWorkflow } from '#lib/workflow/bind.ts'
import { getTemplate, listWorkflows, workflowFolders } from '#lib/workflow/library.ts'
import { controlKinds } from '#lib/workflow/manifest.ts'
import { sampleRequest } from '#lib/workflow/sample.ts'
import { bindInput, toRequest } from './bind-input.ts'
import { defineCommand, exitCodes } from './command.ts'
import { printItems, printJson } from './print-json.ts'

export const bindOne = defineCommand({
  words: ['workflows', 'bind'],
  about: 'Prints the graph that would be submitted to ComfyUI.',
  place: { name: 'ID', isNeeded: true, about: 'The name of the workflow: framewright workflows list shows them.' },
  options: {
    prompt: { kind: 'value', value: 'TEXT', about: 'What is to be seen.' },
    negative: { kind: 'value', value: 'TEXT', about: 'What is not to be seen.' },
    seed: { kind: 'value', value: 'N', about: 'The seed, 0 to 2^64-1. A new one unless given.' },
    size: { kind: 'value', value: 'WxH', about: 'The size of the result, such as 1920x1080.' },
    steps: { kind: 'value', value: 'N', about: 'The number of steps.' },
    cfg: { kind: 'value', value: 'N', about: 'How closely the prompt is followed.' },
    lora: { kind: 'value', value: 'NAME:WEIGHT', isMany: true, about: 'A LoRA and how strong it is; 1 unless said.' },
    reference: { kind: 'value', value: 'FILE', isMany: true, about: 'A picture to take after.' },
    control: {
      kind: 'value',
      value: 'KIND:FILE',
      isMany: true,
      about: `A picture that leads the drawing; KIND is ${controlKinds.join(', ')}.`,
    },
    init: { kind: 'value', value: 'FILE', about: 'A picture to start from.' },
    denoise: { kind: 'value', value: 'N', about: 'How much the starting picture may change, 0 to 1.' },
    sample: { kind: 'switch', about: 'Fill in everything the workflow needs and nothing else gave.' },
  },
  notes: [
    'FILE is the name a picture has in the input folder of ComfyUI; nothing is uploaded or submitted.',
    'A clip, a last picture and prompts by frame are filled in by --sample only.',
    'Warnings go to standard error. With --json they stand beside the graph, with the values used.',
  ],
  input: bindInput,
  run: async (input, { write, warn, readEnv }) => {
    const template = getTemplate(await listWorkflows(workflowFolders(readEnv())), input.id)
    const { graph, warnings, used } = bindWorkflow(template, {
      freshSeed: newSeed(),
      filenamePrefix: 'framewright/bound',
      ...(input.sample ? sampleRequest(template) : {}),
      ...toRequest(input),
    })
    if (input.json) write(printItems([{ id: template.id, graph, used, warnings }]))
    else {
      write(printJson(graph))
      for (const { message } of warnings) warn(`Warning: ${message}\n`)
    }
    return exitCodes.fine
  },
})

function newSeed(): bigint {
  const [value = 0n] = crypto.getRandomValues(new BigUint64Array(1))
  return value
}
