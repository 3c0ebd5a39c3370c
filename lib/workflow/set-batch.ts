import { AppError } from '#lib/runtime/errors.ts'
import { findOutputs } from './finish.ts'
import { findReachable, type GraphNode, isLink, nodeAt } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import type { Template } from './template.ts'
import type { Wiring } from './wiring.ts'

/** Lets one run of the graph draw so many pictures. */
export function setBatch(wiring: Wiring, { template, count }: { template: Template; count: number }): void {
  const latents = template.manifest.kind === 'image' ? findEmptyLatents(wiring) : []
  if (latents.length === 0) throw refuseMany(template, count)
  for (const node of latents) node.inputs.batch_size = count
}

/** The empty latents that everything is drawn into. None, when something is drawn into anything else. */
function findEmptyLatents(wiring: Wiring): GraphNode[] {
  const { graph, info } = wiring
  const used = findReachable(graph, findOutputs(graph, info))
  const samplers = [...used].flatMap((id) => (isLink(graph[id]?.inputs.latent_image) ? [id] : []))
  const found = new Set<GraphNode>()
  const seen = new Set<string>()
  const ways = [...samplers]
  for (let id = ways.pop(); id !== undefined; id = ways.pop()) {
    const node = nodeAt(graph, id)
    if (!node || seen.has(id)) continue
    seen.add(id)
    const before = latentsInto(node, wiring)
    if (before.length > 0) ways.push(...before)
    else if (saysHowMany(node, wiring)) found.add(node)
    else return []
  }
  return [...found]
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
