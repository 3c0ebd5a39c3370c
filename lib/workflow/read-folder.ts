import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { parseDocument } from 'yaml'
import { describeError, systemCode } from '#lib/runtime/errors.ts'
import { checkTemplate, readGraphJson, type TemplateProblem } from './check-template.ts'
import { deriveManifest } from './derive-manifest.ts'
import type { Graph } from './graph.ts'
import { manifestFile, type WorkflowManifest, workflowManifest } from './manifest.ts'
import { parseGraphText } from './parse-graph-text.ts'
import { adoptGraph, type FoundSlot } from './read-graph.ts'
import { isPng, readGraphOfPng } from './read-picture.ts'
import { defaultsOf, type Template } from './template.ts'

/** One workflow as it was found, broken or not. */
export type WorkflowFile = {
  id: string
  file: string
  /** Absent when it cannot be used; `problems` says why. */
  template?: Template | undefined
  problems: TemplateProblem[]
  /** What was found by reading the graph because no placeholder said it. */
  found: FoundSlot[]
}

/** Larger than any graph; a file of that size is something else. */
const largestFileBytes = 32 * 1024 * 1024

/** Reads every workflow of a folder and its manifest. A broken file is listed with its problems and stops nothing else. */
export async function readWorkflowFolder(folder: string): Promise<WorkflowFile[]> {
  const files = await listFiles(folder)
  const { manifests, problems } = await readManifests(folder, files)
  const listed = new Set(manifests.keys())
  const missing = [...listed].filter((file) => !files.includes(file)).map((file) => missingFile(folder, file))
  const workflows = files.filter((file) => /\.(json|png)$/i.test(file))
  const read: WorkflowFile[] = []
  // One by one: a folder full of pictures must not be in memory at once.
  for (const file of workflows) {
    read.push(await readWorkflowFile(path.join(folder, file), { manifest: manifests.get(file) }))
  }
  return [...problems, ...missing, ...read]
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    return files
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .sort()
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    throw error
  }
}

type Manifests = { manifests: Map<string, WorkflowManifest>; problems: WorkflowFile[] }

async function readManifests(folder: string, files: readonly string[]): Promise<Manifests> {
  const name = files.find((file) => /^manifest\.ya?ml$/i.test(file))
  if (!name) return { manifests: new Map(), problems: [] }
  const file = path.join(folder, name)
  const broken = (id: string, message: string): WorkflowFile => ({
    id,
    file,
    problems: [{ level: 'error', message }],
    found: [],
  })
  const parsed = manifestFile.safeParse(await readYaml(file))
  if (!parsed.success) {
    return {
      manifests: new Map(),
      problems: [broken('manifest', 'The manifest must be YAML with a list called workflows.')],
    }
  }
  const manifests = new Map<string, WorkflowManifest>()
  const problems: WorkflowFile[] = []
  const ids = new Set<string>()
  parsed.data.workflows.forEach((entry, index) => {
    const read = workflowManifest.safeParse(entry)
    const label = nameOfEntry(entry) ?? `manifest-entry-${index + 1}`
    if (!read.success) {
      const reasons = read.error.issues.map(({ path: at, message }) => `${at.join('.') || 'it'}: ${message}`)
      problems.push(broken(label, `The manifest entry ${label} is not right: ${reasons.join('; ')}.`))
    } else if (ids.has(read.data.id)) problems.push(broken(label, `Two entries of the manifest are called ${label}.`))
    else {
      ids.add(read.data.id)
      manifests.set(read.data.file ?? `${read.data.id}.json`, read.data)
    }
  })
  return { manifests, problems }
}

function nameOfEntry(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('id' in entry)) return undefined
  return typeof entry.id === 'string' && entry.id !== '' ? entry.id.slice(0, 100) : undefined
}

/** Undefined for what is no YAML: the caller says so in its own words. */
async function readYaml(file: string): Promise<unknown> {
  try {
    const document = parseDocument(await readFile(file, 'utf8'), { merge: true })
    return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: mostAliases })
  } catch {
    return undefined
  }
}

/** A few per workflow; a file with more is made to exhaust memory. */
const mostAliases = 1000

function missingFile(folder: string, file: string): WorkflowFile {
  const message = `The manifest lists ${file}, which is not in ${folder}.`
  return { id: idOf(file), file: path.join(folder, file), problems: [{ level: 'error', message }], found: [] }
}

function idOf(file: string): string {
  return path.basename(file).replace(/\.(json|png)$/i, '')
}

/** Reads one file by itself: an exported graph, or a picture that ComfyUI made. */
async function readWorkflowFile(
  file: string,
  { manifest }: { manifest?: WorkflowManifest | undefined } = {},
): Promise<WorkflowFile> {
  const id = manifest?.id ?? idOf(file)
  const read = await readGraphFile(file)
  if ('problem' in read) return { id, file, problems: [read.problem], found: [] }
  return toWorkflowFile({ id, file, graph: read.graph, manifest })
}

async function readGraphFile(file: string): Promise<{ graph: Graph } | { problem: TemplateProblem }> {
  const fail = (message: string) => ({ problem: { level: 'error' as const, message } })
  try {
    const { size } = await stat(file)
    if (size > largestFileBytes) return fail('The file is larger than 32 MB: it is no workflow.')
    const bytes = await readFile(file)
    if (!isPng(bytes)) return readGraphJson(parseGraphText(bytes.toString('utf8').replace(/^\uFEFF/, '')))
    const text = readGraphOfPng(bytes)
    return text === undefined
      ? fail('The picture holds no graph: it was not made by ComfyUI, or another program has saved it since.')
      : readGraphJson(parseGraphText(text))
  } catch (error) {
    if (error instanceof SyntaxError) return fail(`The file is not JSON: ${error.message}.`)
    return fail(`The file cannot be read: ${describeError(error)}.`)
  }
}

type Reading = { id: string; file: string; graph: Graph; manifest: WorkflowManifest | undefined }

function toWorkflowFile({ id, file, graph: written, manifest }: Reading): WorkflowFile {
  // A manifest means that its author has said where everything goes.
  const { graph, defaults, found } = manifest ? { graph: written, defaults: {}, found: [] } : adoptGraph(written)
  const known = manifest ?? deriveManifest({ id, graph, defaults })
  const problems = checkTemplate(graph, manifest)
  if (problems.some(({ level }) => level === 'error')) return { id, file, problems, found }
  const template = {
    id,
    manifest: known,
    graph,
    file: path.basename(file),
    defaults: { ...defaultsOf(known), ...defaults },
  }
  return { id, file, template, problems, found }
}

/** Reads one file as the library would: with the manifest of its folder, or of the one above, where that lists it. */
export async function checkWorkflowFile(file: string): Promise<WorkflowFile> {
  const wanted = path.resolve(file)
  for (const folder of [path.dirname(wanted), path.dirname(path.dirname(wanted))]) {
    const files = await listManifestedFiles(folder)
    const manifest = files.get(path.relative(folder, wanted).split(path.sep).join('/'))
    if (manifest) return readWorkflowFile(wanted, { manifest })
  }
  return readWorkflowFile(wanted)
}

async function listManifestedFiles(folder: string): Promise<Map<string, WorkflowManifest>> {
  const names = await readdir(folder).catch(() => [])
  return (await readManifests(folder, names)).manifests
}
