import { type ComfyClient, createComfyClient } from '#lib/comfy/client.ts'
import type { ComfyLimits } from '#lib/comfy/limits.ts'
import type { ComfyStats } from '#lib/comfy/stats.ts'
import { findMissingCapabilities } from '#lib/fleet/capabilities.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import type { Fleet } from '#lib/fleet/registry.ts'
import { type AppError, isAppError } from '#lib/runtime/errors.ts'
import { modelNamesOf } from '#lib/workflow/model-names.ts'
import { type ObjectInfo, parseObjectInfo } from '#lib/workflow/object-info.ts'
import { type Lack, type Preflight, preflight } from '#lib/workflow/preflight.ts'
import type { Template } from '#lib/workflow/template.ts'
import { listUsualCauses } from './usual-causes.ts'

export type ExaminedServer = {
  id: string
  name: string
  /** Host, port and path, without a password. */
  address: string
  tier: FleetNode['tier']
  isReachable: boolean
  version?: string | undefined
  devices: ComfyStats['devices']
  ramTotalBytes?: number | undefined
  ramFreeBytes?: number | undefined
  /** What the configuration says of it. */
  configured: Pick<FleetNode, 'capabilities' | 'vramGb' | 'maxResolution'>
  /** File names by folder, of the folders that workflows use. */
  models: Record<string, readonly string[]>
  workflows: ExaminedWorkflow[]
  /** Why nothing more is known. */
  problem?: { code: AppError['code']; message: string; suggestion: string | undefined; usualCauses: string[] }
}

export type ExaminedWorkflow = {
  id: string
  title: string
  canRun: boolean
  lacks: Lack[]
  /** What is missing only for references or control pictures. */
  onlyFor?: Preflight['onlyFor']
  /** What the configuration does not allow, or allows only smaller. */
  notes: string[]
}

/** Somebody waits before a terminal: a server that does not answer is asked once. */
const impatient: Partial<ComfyLimits> = { askMs: 10_000, askMuchMs: 30_000, tries: 1 }

type Examining = { templates: readonly Template[]; source: Fleet['source'] }

/** Everything a person wants to know of a server before giving it work. What goes wrong is part of the answer. */
export async function examineServer(node: FleetNode, { templates, source }: Examining): Promise<ExaminedServer> {
  const client = createComfyClient({ url: node.url, headers: node.headers, limits: impatient })
  const { id, name, tier, capabilities, vramGb, maxResolution } = node
  const examined: ExaminedServer = {
    ...{ id, name, address: addressOf(node.url), tier },
    ...{ isReachable: false, version: undefined, devices: [], models: {}, workflows: [] },
    configured: { capabilities, vramGb, maxResolution },
  }
  try {
    const { version, devices, ramTotalBytes, ramFreeBytes } = await client.stats()
    Object.assign(examined, { isReachable: true, version, devices, ramTotalBytes, ramFreeBytes })
    return { ...examined, ...(await tryWorkflows({ client, node, templates })) }
  } catch (error) {
    if (!isAppError(error)) throw error
    const { code, message } = error
    const usualCauses = listUsualCauses(node.url, error)
    return { ...examined, problem: { code, message, suggestion: suggestionFor(error, source), usualCauses } }
  } finally {
    client.close()
  }
}

/** The port is left out where it is the usual one, so that two ways to write an address are one. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname.replace(/\/+$/, '')}`
}

/** A password is written down where the address is. */
function suggestionFor({ details, suggestion }: AppError, source: Fleet['source']): string | undefined {
  const wantsPassword = details?.status === 401 || details?.status === 407
  if (source !== 'addresses' || !(wantsPassword || details?.status === 403)) return suggestion
  return 'Something in front of ComfyUI asks for a password: write it into the address in COMFYUI_URL, as in http://name:password@host. For a header, use config/gpus.yaml instead. A proxy must not pass on Origin.'
}

type Trying = { client: ComfyClient; node: FleetNode; templates: readonly Template[] }

async function tryWorkflows({ client, node, templates }: Trying): Promise<Partial<ExaminedServer>> {
  const [definitions, models] = await Promise.all([client.objectInfo(), askModels(client, templates)])
  const info = parseObjectInfo(definitions)
  const missing = basicNodes.filter((name) => !info.has(name))
  if (missing.length > 0) return { models, problem: sayBare(info, missing) }
  const workflows = preflight(templates, { info, models }).map(({ template: { id, manifest }, lacks, onlyFor }) => {
    const different = dropRepeated(lacks)
    const unable = findMissingCapabilities(node, manifest.capabilities)
    const canRun = different.length === 0 && unable.length === 0
    const notes = listNotes({ node, manifest, unable })
    return { id, title: manifest.title, canRun, lacks: different, onlyFor, notes }
  })
  return { models, workflows }
}

/** Every ComfyUI has them, whatever was added to it. */
const basicNodes = ['CheckpointLoaderSimple', 'CLIPTextEncode', 'KSampler', 'VAEDecode', 'LoadImage', 'SaveImage']

function sayBare(info: ObjectInfo, missing: readonly string[]): NonNullable<ExaminedServer['problem']> {
  const count = info.size === 0 ? 'no node types at all' : `${info.size} node types, and not even ${missing[0]}`
  return {
    code: 'COMFY_UNAVAILABLE',
    message: `It knows ${count}: ComfyUI did not start properly, or another program answers.`,
    suggestion: "ComfyUI's own log says what failed when it started.",
    usualCauses: [],
  }
}

type Noting = { node: FleetNode; manifest: Template['manifest']; unable: readonly string[] }

function listNotes({ node: { maxResolution }, manifest: { size }, unable }: Noting): string[] {
  const isLarger = maxResolution !== undefined && size && Math.max(size.width, size.height) > maxResolution
  return [
    ...(unable.length > 0 ? [`not in its capabilities: ${unable.join(', ')}`] : []),
    ...(isLarger ? [`rendered at ${maxResolution} or less`] : []),
  ]
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
