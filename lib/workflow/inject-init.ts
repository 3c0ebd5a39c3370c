import { type Graph, isLink, type Link } from './graph.ts'
import { connect, loadPicture } from './inject-references.ts'
import type { PictureSize } from './request.ts'
import { addNode, findVae, rewire, type Wiring } from './wiring.ts'

type Injection = { image: string; size: PictureSize | undefined; denoise: number }

/** Starts from a picture instead of from nothing. False when the graph has no empty picture or no place for the strength. */
export function injectInitImage(wiring: Wiring, { image, size, denoise }: Injection): boolean {
  const vae = findVae(wiring)
  const empty = findEmptyLatent(wiring.graph)
  if (!vae || !empty || !size || !canTakeDenoise(wiring.graph)) return false
  const loaded: Link = [loadPicture(wiring, image), 0]
  const scaled = addNode(wiring, {
    classType: 'ImageScale',
    title: 'Bring it to size',
    inputs: { image: loaded, upscale_method: 'lanczos', ...size, crop: 'center' },
  })
  const encoded = addNode(wiring, { classType: 'VAEEncode', title: 'To latent', inputs: { pixels: [scaled, 0], vae } })
  rewire(wiring, empty, { to: [encoded, 0], except: [] })
  setDenoise(wiring, denoise)
  return true
}

function findEmptyLatent(graph: Graph): Link | undefined {
  const found = Object.entries(graph).find(([, node]) => /^Empty.*Latent/.test(node.class_type))
  return found && [found[0], 0]
}

function canTakeDenoise(graph: Graph): boolean {
  return Object.values(graph).some(({ class_type, inputs }) =>
    ['KSampler', 'SamplerCustomAdvanced', 'BasicScheduler'].includes(class_type)
      ? class_type !== 'SamplerCustomAdvanced' || isLink(inputs.sigmas)
      : false,
  )
}

function setDenoise(wiring: Wiring, denoise: number): void {
  const nodes = Object.entries(wiring.graph)
  const own = nodes.filter(([, { class_type }]) => class_type === 'KSampler' || class_type === 'BasicScheduler')
  for (const [, node] of own) node.inputs.denoise = denoise
  if (own.length > 0) return
  // A scheduler without a strength of its own: the last part of its steps does the same.
  for (const [id, node] of nodes) {
    if (node.class_type !== 'SamplerCustomAdvanced' || !isLink(node.inputs.sigmas)) continue
    const inputs = { sigmas: node.inputs.sigmas, denoise }
    const split = addNode(wiring, { classType: 'SplitSigmasDenoise', title: 'How much may change', inputs })
    connect(wiring, { nodes: [id], input: 'sigmas', to: [split, 1] })
  }
}
