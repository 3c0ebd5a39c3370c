import { stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { findNearest } from '#lib/comfy/model-files.ts'
import { type ListedWorkflow, listWorkflows, workflowFolders } from '#lib/workflow/library.ts'
import { placeholders } from '#lib/workflow/placeholders.ts'
import { checkWorkflowFile, readWorkflowFolder, type WorkflowFile } from '#lib/workflow/read-folder.ts'
import { defineCommand, exitCodes } from './command.ts'
import { printItems } from './print-json.ts'
import { formatTable } from './table.ts'

export const checkWorkflows = defineCommand({
  words: ['workflows', 'check'],
  about: 'Says what is wrong with workflow files, or with any of the workflows there are.',
  place: {
    name: 'FILE',
    isNeeded: false,
    isMany: true,
    about: 'A graph exported from ComfyUI (.json), a picture it made (.png), a folder, or the name of a workflow.',
  },
  options: {},
  notes: ['Ends with 1 when something cannot be used; a warning is no reason.'],
  input: z.object({
    file: z.array(z.string().min(1, 'must not be empty')).default([]),
    json: z.boolean().default(false),
  }),
  run: async ({ file: asked, json }, { write, readEnv, cwd }) => {
    const list = () => listWorkflows(workflowFolders(readEnv()))
    const found = await Promise.all(asked.map((name) => checkAsked({ name, cwd, list })))
    const checked = asked.length > 0 ? found.flat() : await list()
    write(
      json ? printItems(checked.map(toItem)) : asked.length > 0 ? checked.map(formatOne).join('') : formatAll(checked),
    )
    return checked.every(({ template }) => template) ? exitCodes.fine : exitCodes.wrong
  },
})

type Asking = { name: string; cwd: string; list: () => Promise<ListedWorkflow[]> }

async function checkAsked({ name, cwd, list }: Asking): Promise<WorkflowFile[]> {
  const file = path.resolve(cwd, name)
  const there = await stat(file).catch(() => undefined)
  if (there?.isDirectory()) return await checkFolder(file)
  if (there) return [await checkWorkflowFile(file)]
  const workflows = await list()
  const known = workflows.filter(({ id }) => id === name || id.startsWith(`${name} (`))
  if (known.length > 0) return known
  const nearest = findNearest(
    name,
    workflows.map(({ id }) => id),
  )
  const guess = nearest ? `Did you mean ${nearest}?` : 'A file is looked for from the folder you are in.'
  return [nothing(file, `There is no file ${file}, and no workflow called ${name}. ${guess}`)]
}

async function checkFolder(folder: string): Promise<WorkflowFile[]> {
  const found = await readWorkflowFolder(folder)
  const message = `The folder ${folder} holds no workflow: a .json exported from ComfyUI, or a .png that ComfyUI made.`
  return found.length > 0 ? found : [nothing(folder, message)]
}

/** Of several that are asked for, one that is not there keeps no other from being checked. */
function nothing(file: string, message: string): WorkflowFile {
  return { id: path.basename(file), file, problems: [{ level: 'error', message }], found: [] }
}

function toItem({ id, file, template, problems, found }: WorkflowFile) {
  return { id, file, isUsable: template !== undefined, problems, found }
}

/** Everything about one file, also what was found in it by reading. */
function formatOne({ id, file, template, problems, found }: WorkflowFile): string {
  const verdict = template ? 'can be used' : 'cannot be used'
  const name = path.basename(file)
  const title = name.replace(/\.(json|png)$/i, '') === id ? name : `${id} (${name})`
  const slots = found.map(({ name: slot, node, input }) => [placeholders[slot].meaning, `${input} of node ${node}`])
  return [
    `${title} ${verdict}.`,
    ...(problems.length > 0 ? [formatProblems(problems)] : []),
    ...(slots.length > 0 ? ['Found in it, and filled in for every job:', formatTable({ rows: slots })] : []),
    '',
  ].join('\n')
}

function formatAll(checked: readonly WorkflowFile[]): string {
  const odd = checked.filter(({ problems }) => problems.length > 0)
  const broken = checked.filter(({ template }) => !template).length
  const parts = odd.map(({ id, file, problems }) => `${id} (${file})\n${formatProblems(problems)}\n\n`)
  const counts = [`${checked.length} workflows`, broken > 0 ? `${broken} cannot be used` : 'all can be used']
  return `${parts.join('')}${counts.join(', ')}.\n`
}

function formatProblems(problems: WorkflowFile['problems']): string {
  return formatTable({ rows: problems.map(({ level, message }) => [level, message]) })
}
