import { existsSync, type FSWatcher, watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Env } from '#lib/runtime/env.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { WorkflowManifest } from './manifest.ts'
import { readWorkflowFolder, type WorkflowFile } from './read-folder.ts'
import type { Template } from './template.ts'

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
        origin === 'shared' && !existsSync(folder) ? [missingFolder(folder)] : await readWorkflowFolder(folder)
      return files.map((file) => ({ ...file, origin }))
    }),
  )
  const byId = new Map<string, ListedWorkflow>()
  for (const workflow of read.flat()) {
    const known = byId.get(workflow.id)
    if (!known || known.origin !== workflow.origin) byId.set(workflow.id, workflow)
    // Two in one folder: the first keeps the name, the other is listed under its file.
    else byId.set(`${workflow.id} (${path.basename(workflow.file)})`, nameTwice(workflow))
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function missingFolder(folder: string): WorkflowFile {
  const message = `The folder ${folder} is not there. Make it, or point WORKFLOWS_DIR at another.`
  return { id: path.basename(folder), file: folder, problems: [{ level: 'error', message }], found: [] }
}

function nameTwice(workflow: ListedWorkflow): ListedWorkflow {
  const message = `Another workflow of the same folder is called ${workflow.id} too: rename one of them.`
  const id = `${workflow.id} (${path.basename(workflow.file)})`
  return { ...workflow, id, template: undefined, problems: [...workflow.problems, { level: 'error', message }] }
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
  let workflows = await listWorkflows(folders)
  let reading = Promise.resolve()
  // One after another: what was read last is what stays.
  const reload = () => {
    const next = reading.then(async () => {
      workflows = await listWorkflows(folders)
    })
    reading = next.catch(() => {})
    return next
  }
  const stopWatching = onChange
    ? await watchFolders({ folders, onError, onChange: () => reload().then(() => onChange(workflows)) })
    : () => {}
  return {
    list: () => workflows,
    get: (id) => getTemplate(workflows, id),
    defaultFor: (kind) => findDefault(workflows, kind),
    reload,
    close: stopWatching,
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

type Watching = {
  folders: readonly LibraryFolder[]
  onChange: () => Promise<void>
  onError: Opening['onError']
}

/** An editor writes a file in several steps; they are taken for one. */
const settleMs = 150

async function watchFolders({ folders, onChange, onError }: Watching): Promise<() => void> {
  const watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | undefined
  const report = (error: unknown) => onError?.(error)
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void onChange().catch(report), settleMs)
    timer.unref()
  }
  for (const { origin, folder } of folders) {
    try {
      // A person's own folder is made, so that a file dropped there later is seen.
      if (origin === 'own') await mkdir(folder, { recursive: true })
      const watcher = watch(folder, { recursive: true, persistent: false }, changed)
      watcher.on('error', report)
      watchers.push(watcher)
    } catch (error) {
      report(error)
    }
  }
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
