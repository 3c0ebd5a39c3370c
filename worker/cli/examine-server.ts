import { type ComfyClient, createComfyClient } from '#lib/comfy/client.ts'
import type { ComfyLimits } from '#lib/comfy/limits.ts'
import type { ComfyStats } from '#lib/comfy/stats.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import { type AppError, isAppError } from '#lib/runtime/errors.ts'
import { modelNamesOf } from '#lib/workflow/model-names.ts'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'
import { type Lack, preflight } from '#lib/workflow/preflight.ts'
import type { Template } from '#lib/workflow/template.ts'
import { listUsualCauses } from './usual-causes.ts'

export type ExaminedServer = {
  id: string
  name: string
  /** Host and port, without a password. */
  address: string
  tier: FleetNode['tier']
  isReachable: boolean
  version?: string | undefined
  devices: ComfyStats['devices']
  /** File names by folder, of the folders that workflows use. */
  models: Record<string, readonly string[]>
  workflows: { id: string; title: string; canRun: boolean; lacks: Lack[] }[]
  /** Why nothing more is known. */
  problem?: { code: AppError['code']; message: string; suggestion: string | undefined; usualCauses: string[] }
}

/** Somebody waits before a terminal: a server that does not answer is asked once. */
const impatient: Partial<ComfyLimits> = { askMs: 10_000, askMuchMs: 30_000, tries: 1 }

/** Everything a person wants to know of a server before giving it work. What goes wrong is part of the answer. */
export async function examineServer(node: FleetNode, templates: readonly Template[]): Promise<ExaminedServer> {
  const client = createComfyClient({ url: node.url, headers: node.headers, limits: impatient })
  const { id, name, tier } = node
  const examined: ExaminedServer = {
    ...{ id, name, address: client.name, tier },
    ...{ isReachable: false, version: undefined, devices: [], models: {}, workflows: [] },
  }
  try {
    const { version, devices } = await client.stats()
    Object.assign(examined, { isReachable: true, version, devices })
    return { ...examined, ...(await tryWorkflows(client, templates)) }
  } catch (error) {
    if (!isAppError(error)) throw error
    const { code, message, suggestion } = error
    return { ...examined, problem: { code, message, suggestion, usualCauses: listUsualCauses(node.url, error) } }
  } finally {
    client.close()
  }
}

async function tryWorkflows(client: ComfyClient, templates: readonly Template[]) {
  const [definitions, models] = await Promise.all([client.objectInfo(), askModels(client, templates)])
  const results = preflight(templates, { info: parseObjectInfo(definitions), models })
  const workflows = results.map(({ template: { id, manifest }, lacks }) => {
    const different = dropRepeated(lacks)
    return { id, title: manifest.title, canRun: different.length === 0, lacks: different }
  })
  return { models, workflows }
}

async function askModels(client: ComfyClient, templates: readonly Template[]): Promise<Record<string, string[]>> {
  const folders = [...new Set([...Object.keys(modelNamesOf(templates)), 'loras'])].sort()
  return Object.fromEntries(await Promise.all(folders.map(async (folder) => [folder, await askFolder(client, folder)])))
}

async function askFolder(client: ComfyClient, folder: string): Promise<string[]> {
  try {
    return await client.models(folder)
  } catch (error) {
    // A server without the folder has nothing in it.
    if (isAppError(error) && error.code === 'NOT_FOUND') return []
    throw error
  }
}

/** The same file may be missed by the node that loads it and by the manifest. What there is instead stands in `models`. */
function dropRepeated(lacks: readonly Lack[]): Lack[] {
  const kept = new Map<string, Lack>()
  for (const { available, ...lack } of lacks) {
    const key = [lack.kind, lack.value ?? lack.classType, lack.kind === 'model' ? '' : lack.message].join('\n')
    if (!kept.has(key)) kept.set(key, lack)
  }
  return [...kept.values()]
}
