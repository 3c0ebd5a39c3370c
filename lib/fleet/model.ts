import { z } from 'zod'
import { readServer } from '#lib/comfy/server.ts'

const tiers = ['draft', 'standard', 'quality', 'premium'] as const

const capabilities = [
  'sd15',
  'sdxl',
  'pony',
  'illustrious',
  'flux',
  'flux_fp8',
  'flux2',
  'z_image',
  'qwen_image',
  'upscale',
  'controlnet',
  'ipadapter',
  'faceid',
  'video',
] as const

const oneOf = (names: readonly string[]) => ({ error: `must be one of ${names.join(', ')}` })

const httpUrl = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  error: 'must be a URL that starts with http:// or https://',
})

const hostName = z.string().refine((text) => URL.canParse(urlOfHost(text)) && !/[/@?#\s]/.test(text), {
  error: 'must be a name or an address, without http:// and port',
})

/**
 * Drafts have about half the pixels of a final, or are of a small model: four take the memory of two finals, which a card has
 * that draws one at ease.
 */
const usualBatch = 4
/** The sketch renderer draws one after the other, so more take time and no memory. */
const sketchBatch = 8

const port = z.number().int().min(1, 'must be 1 or more').max(65535, 'must be 65535 or less')
/** Where a node is, of one in which that is right. */
const addressed = z
  .object({ host: hostName.optional(), port: port.optional(), url: httpUrl.optional() })
  .refine(({ host, url }) => (host === undefined) !== (url === undefined))

const nodeInFile = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/i, 'must be made of letters, digits, - and _'),
    name: z.string().min(1, 'must not be empty').optional(),
    host: hostName.optional(),
    port: port.optional(),
    url: httpUrl.optional(),
    headers: z.record(z.string(), z.string()).optional(),
    tier: z.enum(tiers, oneOf(tiers)).default('standard'),
    capabilities: z.array(z.enum(capabilities, oneOf(capabilities))).optional(),
    vram_gb: z.number().positive('must be more than 0').optional(),
    max_resolution: z.number().int().min(64, 'must be 64 or more').optional(),
    max_batch: z.number().int().min(1, 'must be 1 or more').default(usualBatch),
  })
  .refine((node) => (node.url === undefined) !== (node.host === undefined), {
    error: 'needs either host (and port) or url',
    when: ({ value }) => isObject(value),
  })

export const fleetFile = z.strictObject({
  nodes: z
    .array(nodeInFile)
    .min(1, 'must name at least one node')
    .refine((nodes) => idsUsedTwice(nodes).length === 0, {
      error: ({ input }) => `has more than one called ${idsUsedTwice(input).join(', ')}`,
      when: ({ value }) => Array.isArray(value),
    })
    .refine((nodes) => addressesUsedTwice(nodes).length === 0, {
      // One of the two would stand for both, and a port that was copied would cost a GPU without a word.
      error: ({ input }) =>
        `has more than one at ${addressesUsedTwice(input).join(', ')}: each GPU has an address of its own`,
      when: ({ value }) => Array.isArray(value),
    }),
})

/** Takes anything, because it is asked for broken files too: a person wants to hear of all mistakes at once. */
function idsUsedTwice(nodes: unknown): string[] {
  if (!Array.isArray(nodes)) return []
  return repeated(nodes.flatMap((node: unknown) => (isObject(node) && typeof node.id === 'string' ? [node.id] : [])))
}

function addressesUsedTwice(nodes: unknown): string[] {
  if (!Array.isArray(nodes)) return []
  return repeated(
    nodes.flatMap((node: unknown) => {
      const { success, data } = addressed.safeParse(node)
      return success ? [readServer(data.url ?? urlOfHost(data.host ?? '', data.port)).url] : []
    }),
  )
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const defaultComfyPort = 8188

function urlOfHost(host: string, port = defaultComfyPort): string {
  const isBareIpv6 = host.includes(':') && !host.startsWith('[')
  return `http://${isBareIpv6 ? `[${host}]` : host}:${port}`
}

/** One ComfyUI server. Capabilities left out mean: ask the node. */
export type FleetNode = {
  id: string
  name: string
  url: string
  headers: Record<string, string>
  tier: (typeof tiers)[number]
  capabilities: readonly (typeof capabilities)[number][] | undefined
  vramGb: number | undefined
  maxResolution: number | undefined
  maxBatch: number
  /** How long it takes beside a GPU of the standard tier, where that is known beforehand. */
  pace?: number
}

export function nodesOfFile({ nodes }: z.output<typeof fleetFile>): FleetNode[] {
  return nodes.map((node) => ({
    id: node.id,
    name: node.name ?? node.id,
    ...addressOf(node.url ?? urlOfHost(node.host ?? '', node.port), node.headers),
    tier: node.tier,
    capabilities: node.capabilities,
    vramGb: node.vram_gb,
    maxResolution: node.max_resolution,
    maxBatch: node.max_batch,
  }))
}

/** A password in an address becomes a header, so that it is in no message, no page and no row. */
function addressOf(given: string, headers?: Record<string, string>): Pick<FleetNode, 'url' | 'headers'> {
  const server = readServer(given, { headers })
  return { url: server.url, headers: { ...server.headers } }
}

export function nodesOfUrls(urls: readonly string[]): FleetNode[] {
  return urls.map((url) => ({
    // By its address: two workers with addresses of their own name two GPUs, not one.
    id: idOfUrl(new URL(url)),
    name: new URL(url).host,
    ...addressOf(url),
    tier: 'standard',
    capabilities: undefined,
    vramGb: undefined,
    maxResolution: undefined,
    maxBatch: usualBatch,
  }))
}

/**
 * Short where nothing else can be spelt the same; with a mark of its own where something could: `a-b:8188` and `a.b:8188`, or an
 * address of another kind.
 */
function idOfUrl(url: URL): string {
  const { host, pathname } = url
  const id = `${host}${pathname}`.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '')
  return plainAddress.test(url.href) ? id : `${id}-${markOf(readServer(url.href).url)}`
}

const plainAddress = /^http:\/\/[a-z0-9.]+(:\d+)?\/$/

/** Tells what shares a name apart by its address, the same at every start: FNV-1a, enough for the few GPUs there are. */
export function markOf(url: string): string {
  let mark = 0x811c9dc5
  for (const byte of new TextEncoder().encode(url)) mark = Math.imul(mark ^ byte, 0x01000193) >>> 0
  return mark.toString(36).padStart(7, '0')
}

/** The built-in renderer, which stands in where there is no GPU. */
export function sketchNode(url: string): FleetNode {
  const [node] = nodesOfUrls([url])
  if (!node) throw new Error('One address makes one node.')
  return { ...node, id: 'sketch', name: 'Sketch renderer', tier: 'draft', maxBatch: sketchBatch, pace: sketchPace }
}

/** It plays a GPU in fast motion: two or three seconds for what takes a real one most of a minute. */
const sketchPace = 0.07
