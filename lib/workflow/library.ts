import { statSync } from 'node:fs'
import path from 'node:path'
import type { Env } from '#lib/runtime/env.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { WorkflowManifest } from './manifest.ts'
import { readWorkflowFolder, type WorkflowFile } from './read-folder.ts'
import type { Template } from './template.ts'
import { watchFolders } from './watch-folders.ts'

export type LibraryFolder = { origin: 'built-in' | 'shared' | 'own'; folder: string }

export type ListedWorkflow = WorkflowFile & { origin: LibraryFolder['origin'] }

/** The built-in workflows, those of `WORKFLOWS_DIR`, and a person's own. A later folder's workflow takes the place of its namesake. */
export function workflowFolders(
  env: Pick<Env, 'WORKFLOWS_DIR' | 'DATA_DIR'>,
  builtIn = path.resolve('workflows'),
): LibraryFolder[] {
  return [
    { origin: 'built-in', folder: builtIn },
    ...(env.WORKFLOWS_DIR ? [{ origin: 'shared' as const, folder: env.WORKFLOWS_DIR }] : []),
    { origin: 'own', folder: path.join(env.DATA_DIR, 'workflows') },
  ]
}

/** Every workflow there is, usable or not, in the order of their names. */
export async function listWorkflows(folders: readonly LibraryFolder[]): Promise<ListedWorkflow[]> {
  const read = await Promise.all(
    folders.map(async ({ origin, folder }) => {
      const files =
        origin === 'shared' && !isFolder(folder) ? [missingFolder(folder)] : await readWorkflowFolder(folder)
      return files.map((file) => ({ ...file, origin }))
    }),
  )
  const byId = new Map<string, ListedWorkflow>()
  const keep = (workflow: ListedWorkflow) => byId.set(workflow.id, workflow)
  for (const workflow of read.flat()) {
    const known = byId.get(workflow.id)
    // Two in one folder: the first keeps the name, the other is listed under its file.
    if (known && known.origin === workflow.origin) keep(nameTwice(workflow))
    // One that is broken takes nothing away.
    else if (known?.template && !workflow.template) keep(nameBeside(workflow, known))
    else keep(workflow)
  }
  const sorted = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return settleDefaults(
    sorted,
    folders.map(({ origin }) => origin),
  )
}

/** One default for each kind: that of the last folder which names one. The others are told, and are none. */
function settleDefaults(
  workflows: readonly ListedWorkflow[],
  order: readonly ListedWorkflow['origin'][],
): ListedWorkflow[] {
  const chosen = new Map<WorkflowManifest['kind'], ListedWorkflow>()
  for (const workflow of workflows) {
    const { kind, isDefault } = workflow.template?.manifest ?? {}
    const known = kind && chosen.get(kind)
    const isLater = !known || order.indexOf(workflow.origin) > order.indexOf(known.origin)
    if (kind && isDefault && isLater) chosen.set(kind, workflow)
  }
  return workflows.map((workflow) => {
    const { template } = workflow
    const winner = template && chosen.get(template.manifest.kind)
    if (!winner || winner === workflow || !template.manifest.isDefault) return workflow
    const message = `It is not the default: ${winner.id} (${winner.origin}) is.`
    return {
      ...workflow,
      template: { ...template, manifest: { ...template.manifest, isDefault: false } },
      problems: [...workflow.problems, { level: 'warning', message }],
    }
  })
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function missingFolder(folder: string): WorkflowFile {
  const message = `There is no folder ${folder}. Make it, or point WORKFLOWS_DIR at another.`
  return { id: path.basename(folder), file: folder, problems: [{ level: 'error', message }], found: [] }
}

function nameTwice(workflow: ListedWorkflow): ListedWorkflow {
  const message = `Another workflow of the same folder is called ${workflow.id} too: rename one of them.`
  const id = `${workflow.id} (${path.basename(workflow.file)})`
  return { ...workflow, id, template: undefined, problems: [...workflow.problems, { level: 'error', message }] }
}

function nameBeside(workflow: ListedWorkflow, known: ListedWorkflow): ListedWorkflow {
  const message = `It takes no place while it is broken: ${workflow.id} is still the ${known.origin} one.`
  const id = `${workflow.id} (${workflow.origin})`
  return { ...workflow, id, problems: [...workflow.problems, { level: 'error', message }] }
}

export type WorkflowLibrary = {
  list(): readonly ListedWorkflow[]
  /** Throws WORKFLOW_NOT_FOUND with the names there are, or WORKFLOW_INVALID with what is wrong. */
  get(id: string): Template
  defaultFor(kind: WorkflowManifest['kind']): Template | undefined
  reload(): Promise<void>
  close(): void
}

type Opening = {
  folders: readonly LibraryFolder[]
  /** Called after files have changed and were read again. Without it nothing is watched. */
  onChange?: ((workflows: readonly ListedWorkflow[]) => void) | undefined
  /** Called when a folder cannot be read or watched any more; the workflows stay as they were. */
  onError?: ((error: unknown) => void) | undefined
}

export async function openLibrary({ folders, onChange, onError }: Opening): Promise<WorkflowLibrary> {
  let workflows: readonly ListedWorkflow[] = []
  let reading = Promise.resolve()
  // One after another: what was read last is what stays.
  const reload = () => {
    const next = reading.then(async () => {
      workflows = await listWorkflows(folders)
    })
    reading = next.catch(() => {})
    return next
  }
  let isClosed = false
  const tell = async () => {
    await reload()
    if (!isClosed) onChange?.(workflows)
  }
  // A person's own folder is made, so that a file dropped there later is seen.
  const watched = folders.map(({ origin, folder }) => ({ folder, isMade: origin === 'own' }))
  const stopWatching = onChange ? await watchFolders({ folders: watched, onError, onChange: tell }) : () => {}
  // After the watching began: what changes in between is read again, and nothing is missed.
  await reload()
  return {
    list: () => workflows,
    get: (id) => getTemplate(workflows, id),
    defaultFor: (kind) => findDefault(workflows, kind),
    reload,
    close() {
      isClosed = true
      stopWatching()
    },
  }
}

export function getTemplate(workflows: readonly ListedWorkflow[], id: string): Template {
  const found = workflows.find((workflow) => workflow.id === id)
  const available = workflows.flatMap(({ id: other, template }) => (template ? [other] : []))
  if (found?.template) return found.template
  if (!found) {
    throw new AppError({
      code: 'WORKFLOW_NOT_FOUND',
      message: `There is no workflow called ${id}.`,
      suggestion: available.length > 0 ? `There are: ${available.join(', ')}.` : 'Put one into the workflows folder.',
      available,
    })
  }
  const errors = found.problems.filter(({ level }) => level === 'error').map(({ message }) => message)
  throw new AppError({
    code: 'WORKFLOW_INVALID',
    message: `The workflow ${id} cannot be used: ${errors.join(' ')}`,
    suggestion: `Correct ${found.file}, or choose another workflow.`,
    details: { file: found.file, problems: found.problems },
    available,
  })
}

function findDefault(workflows: readonly ListedWorkflow[], kind: WorkflowManifest['kind']): Template | undefined {
  const fitting = workflows.flatMap(({ template }) => (template?.manifest.kind === kind ? [template] : []))
  return fitting.find(({ manifest }) => manifest.isDefault) ?? fitting[0]
}
