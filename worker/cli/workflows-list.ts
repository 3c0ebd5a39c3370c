import { z } from 'zod'
import { type ListedWorkflow, listWorkflows, workflowFolders } from '#lib/workflow/library.ts'
import { findPlaceholders, type PlaceholderName, placeholders } from '#lib/workflow/placeholders.ts'
import type { Template } from '#lib/workflow/template.ts'
import { optionFor } from './bind-input.ts'
import { defineCommand, exitCodes } from './command.ts'
import { printItems } from './print-json.ts'
import { formatTable } from './table.ts'

export const listAll = defineCommand({
  words: ['workflows', 'list'],
  about: 'Lists the workflows there are: built-in, shared and your own.',
  options: {},
  notes: [
    'What a workflow needs is given by these options of framewright workflows bind.',
    'What is built in lies in workflows/; yours go into WORKFLOWS_DIR or DATA_DIR/workflows. See docs/workflows.md.',
  ],
  input: z.object({ json: z.boolean().default(false) }),
  run: async ({ json }, { write, readEnv }) => {
    const workflows = await listWorkflows(workflowFolders(readEnv()))
    write(json ? printItems(workflows.map(toItem)) : formatList(workflows))
    return exitCodes.fine
  },
})

function toItem({ id, origin, file, template, problems }: ListedWorkflow) {
  if (!template) return { id, origin, file, isUsable: false, problems }
  const { title, description, kind, family, task, isDefault, accepts } = template.manifest
  const needs = listNeeds(template)
  const about = { id, title, description, kind, family, task, isDefault, needs, accepts }
  return { ...about, origin, file, isUsable: true, problems }
}

function formatList(workflows: readonly ListedWorkflow[]): string {
  const rows = workflows.map(({ id, origin, template }) => {
    if (!template) return [id, '-', 'Cannot be used', '', '', origin]
    const { kind, title, isDefault } = template.manifest
    return [
      id,
      kind,
      title,
      listNeeds(template).join(' '),
      describeExtras(template),
      isDefault ? `${origin}, default for ${kindWords[kind]}` : origin,
    ]
  })
  const broken = workflows.filter(({ template }) => !template).length
  const hint = broken > 0 ? `\n${broken} cannot be used: framewright workflows check says why.\n` : ''
  return `${formatTable({ head: ['workflow', 'kind', 'what', 'needs', 'takes', 'from'], rows, indent: 0 })}\n${hint}`
}

const kindWords = { image: 'pictures', video: 'clips', upscale: 'upscaling' } as const

/** The options of `workflows bind` without which it is refused. A seed is made when none is given. */
function listNeeds({ graph, defaults, manifest }: Template): string[] {
  const isNeeded = (name: PlaceholderName) =>
    name !== 'seed' && placeholders[name].isRequired && defaults[name] === undefined
  const found = findPlaceholders(graph)
  const names = found.flatMap(({ name }) => (name && isNeeded(name) ? [name] : []))
  const needsRate = manifest.task === 'interpolation' && found.some(({ name }) => name === 'fps')
  const options = [...names, ...(needsRate && defaults.fps === undefined ? ['sourceFps'] : [])].map(optionFor)
  return [...new Set(options.filter((option) => option !== undefined))]
}

function describeExtras({ manifest: { accepts } }: Template): string {
  const extras = [
    accepts.loras && `${accepts.loras.most} LoRAs`,
    accepts.references && `${accepts.references.most} references`,
    accepts.control && Object.keys(accepts.control.kinds).join('/'),
    accepts.init && 'a start picture',
  ]
  return extras.filter(Boolean).join(', ')
}
