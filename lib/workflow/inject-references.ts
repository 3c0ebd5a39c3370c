import type { Link } from './graph.ts'
import type { WorkflowManifest } from './manifest.ts'
import type { ReferenceRequest } from './request.ts'
import { usualReferenceWeight } from './template.ts'
import { addNode, findVae, linksIntoDrivers, type Wiring } from './wiring.ts'

type ReferenceRules = NonNullable<WorkflowManifest['accepts']['references']>
type Injection = { references: readonly ReferenceRequest[]; rules: ReferenceRules }

/** Lets the picture take after references, in the way the model family can. False when the graph has no place for them. */
export function injectReferences(wiring: Wiring, { references, rules }: Injection): boolean {
  if (references.length === 0) return true
  if (rules.how === 'reference_latent') return chainLatents(wiring, references)
  return chainAdapters(wiring, { references, rules })
}

/** The size at which the makers of FLUX.2 show it references. */
const referenceMegapixels = 1

function chainLatents(wiring: Wiring, references: readonly ReferenceRequest[]): boolean {
  const vae = findVae(wiring)
  const ends = linksIntoDrivers(wiring, ['conditioning', 'positive'])
  if (!vae || ends.length === 0) return false
  const latents = references.map(({ image }) => encodeReference(wiring, { image, vae }))
  for (const { nodes, input, link } of ends) {
    let last = link
    for (const latent of latents) {
      const inputs = { conditioning: last, latent }
      last = [addNode(wiring, { classType: 'ReferenceLatent', title: 'Take after the reference', inputs }), 0]
    }
    connect(wiring, { nodes, input, to: last })
  }
  return true
}

function encodeReference(wiring: Wiring, { image, vae }: { image: string; vae: Link }): Link {
  const loaded: Link = [loadPicture(wiring, image), 0]
  const scaled = addNode(wiring, {
    classType: 'ImageScaleToTotalPixels',
    title: 'Bring the reference to size',
    // Required by servers of 2026 and unknown to older ones, which overlook it.
    inputs: { image: loaded, upscale_method: 'lanczos', megapixels: referenceMegapixels, resolution_steps: 1 },
  })
  const encoded = addNode(wiring, { classType: 'VAEEncode', title: 'To latent', inputs: { pixels: [scaled, 0], vae } })
  return [encoded, 0]
}

function chainAdapters(wiring: Wiring, { references, rules }: Injection): boolean {
  const isFace = rules.how === 'ip_adapter_face'
  const ends = linksIntoDrivers(wiring, ['model'])
  for (const { nodes, input, link } of ends) {
    const { model, ipadapter } = findAdapter(wiring, isFace) ?? loadAdapter(wiring, { model: link, rules })
    let last = model ?? link
    for (const { image, weight = usualReferenceWeight(rules.how) } of references) {
      const loaded: Link = [loadPicture(wiring, image), 0]
      const shared = { model: last, ipadapter, image: loaded, weight }
      const manner = {
        weight_type: 'linear',
        combine_embeds: 'concat',
        start_at: 0,
        end_at: 1,
        embeds_scaling: 'V only',
      }
      const id = addNode(wiring, {
        classType: isFace ? 'IPAdapterFaceID' : 'IPAdapterAdvanced',
        title: isFace ? 'Take after the face' : 'Take after the reference',
        inputs: { ...shared, ...(isFace && { weight_faceidv2: 2 }), ...manner },
      })
      last = [id, 0]
    }
    connect(wiring, { nodes, input, to: last })
  }
  return ends.length > 0
}

type Adapter = { model?: Link; ipadapter: Link }

/** The adapter that the graph has loaded already: its model is woven in where the chain begins. */
function findAdapter({ graph }: Wiring, isFace: boolean): Adapter | undefined {
  const wanted = isFace ? 'IPAdapterUnifiedLoaderFaceID' : 'IPAdapterUnifiedLoader'
  const found = Object.entries(graph).find(([, node]) => node.class_type === wanted)
  return found && { ipadapter: [found[0], 1] }
}

function loadAdapter(wiring: Wiring, { model, rules }: { model: Link; rules: ReferenceRules }): Adapter {
  const isFace = rules.how === 'ip_adapter_face'
  const id = addNode(wiring, {
    classType: isFace ? 'IPAdapterUnifiedLoaderFaceID' : 'IPAdapterUnifiedLoader',
    title: 'Load the IP-Adapter',
    inputs: isFace
      ? { model, preset: rules.preset ?? 'FACEID PLUS V2', lora_strength: 0.6, provider: 'CPU' }
      : { model, preset: rules.preset ?? 'PLUS (high strength)' },
  })
  return { model: [id, 0], ipadapter: [id, 1] }
}

export function loadPicture(wiring: Wiring, image: string): string {
  return addNode(wiring, { classType: 'LoadImage', title: `Picture ${image}`, inputs: { image } })
}

export function connect({ graph }: Wiring, { nodes, input, to }: { nodes: string[]; input: string; to: Link }): void {
  for (const id of nodes) {
    const node = graph[id]
    if (node) node.inputs[input] = to
  }
}
