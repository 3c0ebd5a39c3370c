import { z } from 'zod'

const tiers = ['draft', 'standard', 'quality', 'premium'] as const

const capabilities = [
  'sd15',
  'sdxl',
  'pony',
  'illustrious',
  'flux',
  'flux_fp8',
  'flux2',
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

const nodeInFile = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/i, 'must be made of letters, digits, - and _'),
    name: z.string().min(1, 'must not be empty').optional(),
    host: z.string().min(1, 'must not be empty').optional(),
    port: z.number().int().min(1, 'must be 1 or more').max(65535, 'must be 65535 or less').optional(),
    url: httpUrl.optional(),
    headers: z.record(z.string(), z.string()).optional(),
    tier: z.enum(tiers, oneOf(tiers)).default('standard'),
    capabilities: z.array(z.enum(capabilities, oneOf(capabilities))).optional(),
    vram_gb: z.number().positive('must be more than 0').optional(),
    max_resolution: z.number().int().min(64, 'must be 64 or more').optional(),
    max_batch: z.number().int().min(1, 'must be 1 or more').default(1),
  })
  .refine((node) => (node.url === undefined) !== (node.host === undefined), {
    error: 'needs either host (and port) or url',
  })

export const fleetFile = z
  .strictObject({ nodes: z.array(nodeInFile).min(1, 'must name at least one node') })
  .superRefine(({ nodes }, context) => {
    nodes.forEach((node, index) => {
      if (nodes.findIndex((other) => other.id === node.id) < index) {
        context.addIssue({ code: 'custom', path: ['nodes', index, 'id'], message: `"${node.id}" is used twice` })
      }
    })
  })

const defaultComfyPort = 8188

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
}

export function nodesOfFile({ nodes }: z.output<typeof fleetFile>): FleetNode[] {
  return nodes.map((node) => ({
    id: node.id,
    name: node.name ?? node.id,
    url: (node.url ?? `http://${node.host}:${node.port ?? defaultComfyPort}`).replace(/\/+$/, ''),
    headers: node.headers ?? {},
    tier: node.tier,
    capabilities: node.capabilities,
    vramGb: node.vram_gb,
    maxResolution: node.max_resolution,
    maxBatch: node.max_batch,
  }))
}

export function nodesOfUrls(urls: readonly string[]): FleetNode[] {
  return urls.map((url, index) => ({
    id: `node-${index + 1}`,
    name: new URL(url).host,
    url: url.replace(/\/+$/, ''),
    headers: {},
    tier: 'standard',
    capabilities: undefined,
    vramGb: undefined,
    maxResolution: undefined,
    maxBatch: 1,
  }))
}
