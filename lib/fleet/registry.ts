import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Env } from '#lib/runtime/env.ts'
import { AppError, describeError, systemCode } from '#lib/runtime/errors.ts'
import { explainIssue } from '#lib/runtime/plain-issues.ts'
import { type FleetNode, fleetFile, nodesOfFile, nodesOfUrls, sketchNode } from './model.ts'

type FleetEnv = Pick<Env, 'GPUS_FILE' | 'COMFYUI_URL' | 'SKETCH_URL'>

export type Fleet = {
  nodes: FleetNode[]
  /** Where they are named. */
  source: 'file' | 'addresses' | 'sketch' | 'none'
}

/** The nodes of the file, else those of COMFYUI_URL, else the sketch renderer where it runs, else none. */
export async function loadFleet(env: FleetEnv): Promise<Fleet> {
  const text = await readIfThere(env.GPUS_FILE)
  if (text !== undefined) return { nodes: nodesOfFile(parseFleetFile(text, env.GPUS_FILE)), source: 'file' }
  if (env.COMFYUI_URL.length > 0) return { nodes: nodesOfUrls(env.COMFYUI_URL), source: 'addresses' }
  return env.SKETCH_URL ? { nodes: [sketchNode(env.SKETCH_URL)], source: 'sketch' } : { nodes: [], source: 'none' }
}

export async function loadNodes(env: FleetEnv): Promise<FleetNode[]> {
  return (await loadFleet(env)).nodes
}

function parseFleetFile(text: string, file: string): z.output<typeof fleetFile> {
  const parsed = fleetFile.safeParse(parseYaml(text, file), { error: explainIssue })
  if (parsed.success) return parsed.data
  throw brokenFile(
    file,
    parsed.error.issues.map((issue) => `${placeOf(issue.path)} ${issue.message}`),
  )
}

function parseYaml(text: string, file: string): unknown {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  if (document.errors.length > 0) {
    throw brokenFile(
      file,
      document.errors.map((error) => `line ${lineCounter.linePos(error.pos[0]).line}: this is not YAML`),
    )
  }
  try {
    return document.toJS()
  } catch (error) {
    // Names (`*name`) are looked up only now, and one may be missing or stand for far too much.
    throw brokenFile(file, [`this is not YAML we can read: ${describeError(error)}`])
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file'
  return path.map((part) => (typeof part === 'number' ? `#${part + 1}` : String(part))).join(' ')
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw brokenFile(file, ['the file cannot be read'])
  }
}

function brokenFile(file: string, problems: string[]): AppError {
  return new AppError({
    code: 'CONFIG_INVALID',
    message: `${path.basename(file)} is not right: ${problems.join('; ')}.`,
    suggestion: `Correct ${file}; config/gpus.sample.yaml shows every setting.`,
    details: { problems },
  })
}
