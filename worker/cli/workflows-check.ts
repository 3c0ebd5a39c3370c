import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '#lib/runtime/errors.ts'
import { listWorkflows, workflowFolders } from '#lib/workflow/library.ts'
import { placeholders } from '#lib/workflow/placeholders.ts'
import { checkWorkflowFile, type WorkflowFile } from '#lib/workflow/read-folder.ts'
import { defineCommand, exitCodes } from './command.ts'
import { printItems } from './print-json.ts'
import { formatTable } from './table.ts'

export const checkWorkflows = defineCommand({
  words: ['workflows', 'check'],
  about: 'Says what is wrong with a workflow file, or with any of the workflows there are.',
  place: {
    name: 'FILE',
    isNeeded: false,
    about: 'A graph exported from ComfyUI (.json), or a picture it made (.png).',
  },
  options: {},
  notes: ['Ends with 1 when something cannot be used; a warning is no reason.'],
  input: z.object({ file: z.string().min(1, 'must not be empty').optional(), json: z.boolean().default(false) }),
  run: async ({ file, json }, { write, readEnv, cwd }) => {
    const checked = file ? [await checkFile(path.resolve(cwd, file))] : await listWorkflows(workflowFolders(readEnv()))
    write(json ? printItems(checked.map(toItem)) : file ? checked.map(formatOne).join('') : formatChecked(checked))
    return checked.every(({ template }) => template) ? exitCodes.fine : exitCodes.wrong
  },
})

async function checkFile(file: string): Promise<WorkflowFile> {
  if (existsSync(file)) return await checkWorkflowFile(file)
  throw new AppError({
    code: 'NOT_FOUND',
    message: `There is no file ${file}.`,
    suggestion: 'Check the name; it is looked for from the folder you are in.',
  })
}

function toItem({ id, file, template, problems, found }: WorkflowFile) {
  return { id, file, isUsable: template !== undefined, problems, found }
}

/** Everything about one file, also what was found in it by reading. */
function formatOne({ file, template, problems, found }: WorkflowFile): string {
  const verdict = template ? 'can be used' : 'cannot be used'
  const slots = found.map(({ name, node, input }) => [placeholders[name].meaning, `${input} of node ${node}`])
  return [
    `${path.basename(file)} ${verdict}.`,
    ...(problems.length > 0 ? [formatProblems(problems)] : []),
    ...(slots.length > 0 ? ['Found in it, and filled in for every job:', formatTable({ rows: slots })] : []),
    '',
  ].join('\n')
}

function formatChecked(checked: readonly WorkflowFile[]): string {
  const odd = checked.filter(({ problems }) => problems.length > 0)
  const broken = checked.filter(({ template }) => !template).length
  const parts = odd.map(({ id, file, problems }) => `${id} (${file})\n${formatProblems(problems)}\n\n`)
  const counts = [`${checked.length} workflows`, broken > 0 ? `${broken} cannot be used` : 'all can be used']
  return `${parts.join('')}${counts.join(', ')}.\n`
}

function formatProblems(problems: WorkflowFile['problems']): string {
  return formatTable({ rows: problems.map(({ level, message }) => [level, message]) })
}
