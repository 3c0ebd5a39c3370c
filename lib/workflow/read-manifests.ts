import path from 'node:path'
import { parseDocument } from 'yaml'
import { describeError } from '#lib/runtime/errors.ts'
import { explainIssue } from '#lib/runtime/plain-issues.ts'
import { explainYamlError } from './explain-syntax.ts'
import { isObject } from './graph.ts'
import { manifestFile, type WorkflowManifest, workflowManifest } from './manifest.ts'
import { readOrdinaryFile } from './read-file.ts'

/** What cannot be used, and what it is called. */
export type ManifestProblem = { id: string; file: string; message: string }

type Manifests = {
  /** Several may share a graph. */
  manifests: Map<string, WorkflowManifest[]>
  /** Files of entries that are broken: nobody guesses what they were to say. */
  claimed: Map<string, ManifestProblem>
  broken: ManifestProblem[]
  isUnreadable: boolean
}

/** What the manifest of a folder says, entry by entry, so that one mistake costs one workflow. */
export async function readManifests(folder: string, files: readonly string[]): Promise<Manifests> {
  const found: Manifests = { manifests: new Map(), claimed: new Map(), broken: [], isUnreadable: false }
  const name = files.find((file) => /^manifest\.ya?ml$/i.test(file))
  if (!name) return found
  const file = path.join(folder, name)
  const read = await readYaml(file)
  if ('problem' in read) {
    const message = `The manifest cannot be read, so that nothing of its folder can be used: ${read.problem}.`
    return { ...found, broken: [{ id: 'manifest', file, message }], isUnreadable: true }
  }
  const ids = new Set<string>()
  for (const [index, entry] of read.entries.entries()) {
    const checked = workflowManifest.safeParse(entry, { error: explainIssue })
    const label = nameOfEntry(entry) ?? `manifest-entry-${index + 1}`
    const claim = fileOfEntry(entry)
    if (checked.success && !ids.has(checked.data.id)) {
      ids.add(checked.data.id)
      const graph = checked.data.file ?? `${checked.data.id}.json`
      found.manifests.set(graph, [...(found.manifests.get(graph) ?? []), checked.data])
      continue
    }
    const reasons = checked.error?.issues.map(({ path: at, message }) => `${at.join('.') || 'it'} ${message}`)
    const message = reasons
      ? `The manifest entry ${label} is not right: ${reasons.join('; ')}.`
      : `Two entries of the manifest are called ${label}.`
    const broken = { id: label, file, message }
    found.broken.push(broken)
    if (claim) found.claimed.set(claim, broken)
  }
  return found
}

function nameOfEntry(entry: unknown): string | undefined {
  return isObject(entry) && typeof entry.id === 'string' && entry.id !== '' ? entry.id.slice(0, 100) : undefined
}

function fileOfEntry(entry: unknown): string | undefined {
  if (!isObject(entry)) return undefined
  if (typeof entry.file === 'string') return entry.file
  return typeof entry.id === 'string' ? `${entry.id}.json` : undefined
}

async function readYaml(file: string): Promise<{ entries: unknown[] } | { problem: string }> {
  const read = await readOrdinaryFile(file)
  if ('problem' in read) return { problem: `it ${read.problem}` }
  try {
    const document = parseDocument(read.bytes.toString('utf8'), { merge: true })
    const [error] = document.errors
    if (error) return { problem: explainYamlError(error.message) }
    const parsed = manifestFile.safeParse(document.toJS({ maxAliasCount: mostAliases }))
    return parsed.success ? { entries: parsed.data.workflows } : { problem: 'it must hold a list called workflows' }
  } catch (error) {
    return { problem: describeError(error) }
  }
}

/** A few per workflow; a file with more is made to exhaust memory. */
const mostAliases = 1000
