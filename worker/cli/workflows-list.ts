import { z } from 'zod'
import { type ListedWorkflow, listWorkflows, workflowFolders } from '#lib/workflow/library.ts'
import { findPlaceholders, placeholders } from '#lib/workflow/placeholders.ts'
import type { Template } from '#lib/workflow/template.ts'
import { defineCommand, exitCodes } from './command.ts'
import { printItems } from './print-json.ts'
import { formatTable } from './table.ts'

export const listAll = defineCommand({
  words: ['workflows', 'list'],
  about: 'Lists the workflows there are: built-in, shared and your own.',
  options: {},
  notes: [
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
  return { id, title, description, kind, family, task, isDefault, accepts, origin, file, isUsable: true, problems }
}

function formatList(workflows: readonly ListedWorkflow[]): string {
  const rows = workflows.map(({ id, origin, template }) => {
    if (!template) return [id, '-', 'Cannot be used', '-', '-', origin]
    const { kind, title, isDefault } = template.manifest
    return [
      id,
      kind,
      title,
      describeNeeds(template),
      describeExtras(template),
      isDefault ? `${origin}, default` : origin,
    ]
  })
  const broken = workflows.filter(({ template }) => !template).length
  const hint = broken > 0 ? `\n${broken} cannot be used: framewright workflows check says why.\n` : ''
  return `${formatTable({ head: ['workflow', 'kind', 'what', 'needs', 'takes', 'from'], rows, indent: 0 })}\n${hint}`
}

/** What must be given besides the prompt. A seed is made when none is. */
function describeNeeds({ graph }: Template): string {
  const names = findPlaceholders(graph).flatMap(({ name }) =>
    name && name !== 'prompt' && name !== 'seed' && placeholders[name].isRequired ? [name] : [],
  )
  return [...new Set(names)].join(', ') || '-'
}

function describeExtras({ manifest: { accepts } }: Template): string {
  const extras = [
    accepts.loras && `${accepts.loras.most} LoRAs`,
    accepts.references && `${accepts.references.most} references`,
    accepts.control && Object.keys(accepts.control.kinds).join('/'),
    accepts.init && 'init',
  ]
  return extras.filter(Boolean).join(', ') || '-'
}
