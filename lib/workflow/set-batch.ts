import { AppError } from '#lib/runtime/errors.ts'
import { findOutputs } from './finish.ts'
import { findReachable, type GraphNode, isLink, type Link, nodeAt } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import type { Template } from './template.ts'
import { addNode, rewire, type Wiring } from './wiring.ts'

/** Lets one run of the graph draw so many pictures. */
export function setBatch(wiring: Wiring, { template, count }: { template: Template; count: number }): void {
  const latents = template.manifest.kind === 'image' ? findEmptyLatents(wiring) : []
  if (latents.length === 0) throw refuseMany(template, count)
  for (const { node } of latents) node.inputs.batch_size = count
}

/**
 * Lets one run of the graph draw only this one of the pictures that its seed gives in one go: samplers draw the noise of the place
 * that a latent had in its batch. False where the graph has no empty latent whose batch size could be set.
 */
export function pickPicture(wiring: Wiring, { template, index }: { template: Template; index: number }): boolean {
  const latents = template.manifest.kind === 'image' ? findEmptyLatents(wiring) : []
  for (const { id, node } of latents) {
    node.inputs.batch_size = index + 1
    const empty = latentOf(wiring, { id, node })
    const inputs = { samples: empty, batch_index: index, length: 1 }
    const title = `Picture ${index + 1} of this seed`
    const picked = addNode(wiring, { classType: 'LatentFromBatch', title, inputs })
    rewire(wiring, empty, { to: [picked, 0], except: [picked] })
  }
  return latents.length > 0
}

type Place = { id: string; node: GraphNode }

function latentOf({ info }: Wiring, { id, node }: Place): Link {
  const slot = describeNode(node.class_type, info)?.outputs.findIndex(({ type }) => type === 'LATENT') ?? 0
  return [id, Math.max(0, slot)]
}

/** The empty latents that everything is drawn into. None, when something is drawn into anything else. */
function findEmptyLatents(wiring: Wiring): Place[] {
  const { graph, info } = wiring
  const used = findReachable(graph, findOutputs(graph, info))
  const samplers = [...used].flatMap((id) => (isLink(graph[id]?.inputs.latent_image) ? [id] : []))
  const found: Place[] = []
  const seen = new Set<string>()
  const ways = [...samplers]
  for (let id = ways.pop(); id !== undefined; id = ways.pop()) {
    const node = nodeAt(graph, id)
    if (!node || seen.has(id)) continue
    seen.add(id)
    const before = latentsInto(node, wiring)
    if (before.length > 0) ways.push(...before)
    else if (saysHowMany(node, wiring)) found.push({ id, node })
    else return []
  }
  return found
}

/** The nodes whose latents a node goes on with. */
function latentsInto({ class_type, inputs }: GraphNode, { info }: Wiring): string[] {
  const known = describeNode(class_type, info)
  const names = known
    ? [...known.required, ...known.optional].flatMap(({ name, type }) => (type === 'LATENT' ? [name] : []))
    : usualInputs
  return names.flatMap((name) => {
    const value = inputs[name]
    return isLink(value) ? [value[0]] : []
  })
}

/** Of a class of a pack that is not known. */
const usualInputs = ['latent_image', 'samples', 'latent']

function saysHowMany({ class_type, inputs }: GraphNode, { info }: Wiring): boolean {
  // Another node says how many: whatever that is for, it is not ours to undo.
  if (isLink(inputs.batch_size)) return false
  const known = describeNode(class_type, info)
  return 'batch_size' in inputs || (known?.required ?? []).some(({ name }) => name === 'batch_size')
}

function refuseMany({ manifest: { title, kind } }: Template, count: number): AppError {
  const why = kind === 'video' ? 'it makes clips' : 'its graph has no empty latent whose batch size could be set'
  return new AppError({
    code: 'INVALID_INPUT',
    message: `${title} cannot make ${count} in one go: ${why}.`,
    suggestion: 'Ask for one, or choose another workflow.',
    fields: { count: 'This workflow makes one at a time.' },
  })
}
