import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describeError, systemCode } from '#lib/runtime/errors.ts'
import { parseJson } from '#lib/runtime/json.ts'
import { checkAccepts } from './check-accepts.ts'
import { checkSoundness, checkTemplate, readGraphJson, type TemplateProblem } from './check-template.ts'
import { deriveManifest } from './derive-manifest.ts'
import { explainJsonError } from './explain-syntax.ts'
import type { Graph } from './graph.ts'
import type { WorkflowManifest } from './manifest.ts'
import { readOrdinaryFile } from './read-file.ts'
import { adoptGraph, type FoundSlot } from './read-graph.ts'
import { type ManifestProblem, readManifests } from './read-manifests.ts'
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

/** Reads every workflow of a folder and its manifest. A broken file is listed with its problems and stops nothing else. */
export async function readWorkflowFolder(folder: string): Promise<WorkflowFile[]> {
  const { files, problems } = await listFiles(folder)
  const { manifests, claimed, broken, isUnreadable } = await readManifests(folder, files)
  const told = [...problems, ...broken.map(listProblem)]
  // What its author wrote there is not known: to guess instead would give other pictures than meant.
  if (isUnreadable) return told
  const missing = [...manifests].flatMap(([file, entries]) =>
    files.includes(file) ? [] : entries.map(({ id }) => missingFile(folder, { id, file })),
  )
  const read: WorkflowFile[] = []
  // One by one: a folder full of pictures must not be in memory at once.
  for (const file of files.filter((name) => /\.(json|png)$/i.test(name))) {
    const entries = manifests.get(file)
    if (entries || !claimed.has(file)) read.push(...(await readWorkflowFile(path.join(folder, file), entries)))
  }
  return [...told, ...missing, ...read]
}

type Listing = { files: string[]; problems: WorkflowFile[] }

/** The files of a folder and of those in it. One that cannot be read is a problem, and the rest is read. */
async function listFiles(folder: string, inside = ''): Promise<Listing> {
  const listing: Listing = { files: [], problems: [] }
  try {
    for (const entry of await readdir(path.join(folder, inside), { withFileTypes: true })) {
      const name = path.posix.join(inside, entry.name)
      if (entry.name.startsWith('.')) continue
      if (entry.isFile() || entry.isSymbolicLink()) listing.files.push(name)
      if (!entry.isDirectory()) continue
      const deeper = await listFiles(folder, name)
      listing.files.push(...deeper.files)
      listing.problems.push(...deeper.problems)
    }
  } catch (error) {
    const isMissing = systemCode(error) === 'ENOENT' && inside === ''
    const place = path.join(folder, inside)
    const message = `The folder ${place} cannot be read: ${describeError(error)}.`
    if (!isMissing) listing.problems.push(listProblem({ id: path.basename(place), file: place, message }))
  }
  listing.files.sort()
  return listing
}

function listProblem({ id, file, message }: ManifestProblem): WorkflowFile {
  return { id, file, problems: [{ level: 'error', message }], found: [] }
}

function missingFile(folder: string, { id, file }: { id: string; file: string }): WorkflowFile {
  const message = `The manifest lists ${file}, which is not in ${folder}.`
  return listProblem({ id, file: path.join(folder, file), message })
}

function idOf(file: string): string {
  return path.basename(file).replace(/\.(json|png)$/i, '')
}

/** Reads an exported graph, or a picture that ComfyUI made: as the workflows of its manifest, or by itself. */
async function readWorkflowFile(file: string, manifests: readonly WorkflowManifest[] = []): Promise<WorkflowFile[]> {
  const read = await readGraphFile(file)
  return (manifests.length > 0 ? manifests : [undefined]).map((manifest): WorkflowFile => {
    const id = manifest?.id ?? idOf(file)
    if ('problem' in read) return { id, file, problems: [read.problem], found: [] }
    return toWorkflowFile({ id, file, graph: read.graph, manifest })
  })
}

async function readGraphFile(file: string): Promise<{ graph: Graph } | { problem: TemplateProblem }> {
  const fail = (message: string) => ({ problem: { level: 'error' as const, message } })
  const read = await readOrdinaryFile(file)
  if ('problem' in read) return fail(`The file ${read.problem}.`)
  const { bytes } = read
  try {
    if (!isPng(bytes) && /\.png$/i.test(file)) return fail('The file is not a PNG picture, whatever its name says.')
    if (!isPng(bytes)) return readGraphJson(parseJson(bytes.toString('utf8').replace(/^\uFEFF/, '')))
    const text = readGraphOfPng(bytes)
    return text === undefined
      ? fail('The picture holds no graph: it was not made by ComfyUI, or another program has saved it since.')
      : readGraphJson(parseJson(text))
  } catch (error) {
    if (error instanceof SyntaxError) return fail(explainJsonError(error, bytes.toString('utf8')))
    return fail(`The file cannot be read: ${describeError(error)}.`)
  }
}

type Reading = { id: string; file: string; graph: Graph; manifest: WorkflowManifest | undefined }

function toWorkflowFile({ id, file, graph: written, manifest }: Reading): WorkflowFile {
  // What is no sound graph is not read any further: nothing that stands in it can be relied on.
  const unsound = checkSoundness(written)
  if (unsound.length > 0) return { id, file, problems: unsound, found: [] }
  // A manifest means that its author has said where everything goes.
  const { graph, defaults, found } = manifest ? { graph: written, defaults: {}, found: [] } : adoptGraph(written)
  const known = manifest ?? deriveManifest({ id, graph, defaults })
  const problems = checkTemplate(graph, manifest)
  const isBroken = () => problems.some(({ level }) => level === 'error')
  if (isBroken()) return { id, file, problems, found }
  const template: Template = {
    id,
    manifest: known,
    graph,
    file: path.basename(file),
    defaults: { ...defaultsOf(known), ...defaults },
  }
  problems.push(...checkAccepts(template))
  return isBroken() ? { id, file, problems, found } : { id, file, template, problems, found }
}

/** Reads one file as the library would: with the manifest of its folder, or of the one above, where that lists it. */
export async function checkWorkflowFile(file: string): Promise<WorkflowFile> {
  const wanted = path.resolve(file)
  for (const folder of [path.dirname(wanted), path.dirname(path.dirname(wanted))]) {
    const { manifests, claimed, broken, isUnreadable } = await readManifests(
      folder,
      await readdir(folder).catch(() => []),
    )
    const name = path.relative(folder, wanted).split(path.sep).join('/')
    const entries = manifests.get(name)
    // A file of that name further up may be anything.
    const problem = claimed.get(name) ?? (isUnreadable && folder === path.dirname(wanted) ? broken[0] : undefined)
    if (entries) return pickBroken(await readWorkflowFile(wanted, entries))
    if (problem) return listProblem(problem)
  }
  return pickBroken(await readWorkflowFile(wanted))
}

/** Of several workflows that share a file, the one that has something wrong with it. */
function pickBroken(read: readonly WorkflowFile[]): WorkflowFile {
  const [first] = read
  const broken = read.find(({ template }) => !template) ?? read.find(({ problems }) => problems.length > 0) ?? first
  if (!broken) throw new Error('A file is at least one workflow')
  return broken
}
