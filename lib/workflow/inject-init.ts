import { type Graph, type GraphNode, isLink, type Link, linksOf, nodeAt } from './graph.ts'
import { connect, loadPicture } from './inject-references.ts'
import type { PictureSize } from './request.ts'
import { addNode, findVae, rewire, type Wiring } from './wiring.ts'

type Injection = { image: string; size: PictureSize | undefined; denoise: number }

/**
 * Starts from a picture instead of from nothing, and gives back how much may really change. Undefined when the graph has no
 * empty picture or no place for the strength.
 */
export function injectInitImage(wiring: Wiring, { image, size, denoise }: Injection): number | undefined {
  const vae = findVae(wiring)
  const start = findStart(wiring.graph)
  if (!vae || !start || !size || !start.samplers.every(canTakeDenoise)) return undefined
  const loaded: Link = [loadPicture(wiring, image), 0]
  const scaled = addNode(wiring, {
    classType: 'ImageScale',
    title: 'Bring it to size',
    inputs: { image: loaded, upscale_method: 'lanczos', ...size, crop: 'center' },
  })
  const encoded = addNode(wiring, { classType: 'VAEEncode', title: 'To latent', inputs: { pixels: [scaled, 0], vae } })
  rewire(wiring, start.empty, { to: [encoded, 0], except: [] })
  const set = start.samplers.map((sampler) => setDenoise(wiring, { sampler, denoise }))
  return Math.max(...set)
}

type Sampler = [id: string, node: GraphNode]

/** The empty picture that is drawn into, and the samplers that draw into it first: others go on with what those made. */
function findStart(graph: Graph): { empty: Link; samplers: Sampler[] } | undefined {
  const samplers = Object.entries(graph).filter(([, { inputs }]) => isLink(inputs.latent_image))
  for (const [id, { class_type }] of Object.entries(graph)) {
    if (!/^Empty.*Latent/.test(class_type)) continue
    const first = samplers.filter(([, { inputs }]) => leadsBackTo({ graph, from: inputs.latent_image, id }))
    if (first.length > 0) return { empty: [id, 0], samplers: first }
  }
  return undefined
}

type Way = { graph: Graph; from: unknown; id: string; seen?: Set<string> }

function leadsBackTo({ graph, from, id, seen = new Set() }: Way): boolean {
  if (!isLink(from) || seen.has(from[0])) return false
  if (from[0] === id) return true
  const node = nodeAt(graph, from[0])
  seen.add(from[0])
  if (!node || isLink(node.inputs.latent_image)) return false
  return linksOf(node).some(({ link }) => leadsBackTo({ graph, from: link, id, seen }))
}

function canTakeDenoise([, { class_type, inputs }]: Sampler): boolean {
  return class_type === 'KSampler' || (class_type === 'SamplerCustomAdvanced' && isLink(inputs.sigmas))
}

type Setting = { sampler: Sampler; denoise: number }

function setDenoise(wiring: Wiring, { sampler: [id, { inputs }], denoise }: Setting): number {
  if (!isLink(inputs.sigmas)) {
    inputs.denoise = denoise
    return denoise
  }
  const scheduler = nodeAt(wiring.graph, inputs.sigmas[0])
  if (scheduler?.class_type === 'BasicScheduler') {
    scheduler.inputs.denoise = denoise
    return denoise
  }
  // A scheduler without a strength of its own: the last part of its steps does the same. Of less than one step nothing
  // would be left, and nothing drawn.
  const steps = scheduler?.inputs.steps
  const enough = typeof steps === 'number' && steps >= 1 ? Math.max(denoise, 1 / steps) : denoise
  const split = addNode(wiring, {
    classType: 'SplitSigmasDenoise',
    title: 'How much may change',
    inputs: { sigmas: inputs.sigmas, denoise: enough },
  })
  connect(wiring, { nodes: [id], input: 'sigmas', to: [split, 1] })
  return enough
}
