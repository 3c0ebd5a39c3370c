import { type Graph, type GraphNode, type GraphValue, isLink, type Link, linksOf, nodeAt } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import type { ObjectInfo } from './object-info.ts'

/** A graph that is being bound, and the server's node classes when they are known. */
export type Wiring = { graph: Graph; info?: ObjectInfo | undefined }

type NewNode = { classType: string; title: string; inputs: Record<string, GraphValue> }

/** Adds a node under the next free number, so that the same request always gives the same graph. */
export function addNode({ graph }: Wiring, { classType, title, inputs }: NewNode): string {
  const numbers = Object.keys(graph).filter((id) => /^\d{1,9}$/.test(id))
  let number = numbers.reduce((most, id) => Math.max(most, Number(id)), firstAddedId - 1) + 1
  while (Object.hasOwn(graph, String(number))) number += 1
  const id = String(number)
  graph[id] = { class_type: classType, inputs, _meta: { title } }
  return id
}

/** High enough to tell added nodes from those of a template at a glance. */
const firstAddedId = 100

/** Lets everything that took its input from one output take it from another, but for the nodes named. */
export function rewire({ graph }: Wiring, from: Link, { to, except }: { to: Link; except: readonly string[] }): void {
  for (const [id, node] of Object.entries(graph)) {
    if (except.includes(id)) continue
    for (const { input, link } of linksOf(node)) {
      if (link[0] === from[0] && link[1] === from[1]) node.inputs[input] = to
    }
  }
}

/** The outputs of a type that nothing in the graph made out of another of the same type: where a chain begins. */
export function findSources({ graph, info }: Wiring, type: string): Link[] {
  return Object.entries(graph).flatMap(([id, node]) => {
    const outputs = describeNode(node.class_type, info)?.outputs ?? []
    const takesIt = linksOf(node).some(({ link }) => typeOf({ graph, info }, link) === type)
    return takesIt ? [] : outputs.flatMap((output, slot): Link[] => (output.type === type ? [[id, slot]] : []))
  })
}

/** The type of what a link carries, when its class is known. */
function typeOf({ graph, info }: Wiring, link: Link): string | undefined {
  const node = nodeAt(graph, link[0])
  return node && describeNode(node.class_type, info)?.outputs[link[1]]?.type
}

/** The classes that draw: what reaches them decides the picture. */
const drivers = new Set([
  ...['KSampler', 'KSamplerAdvanced', 'SamplerCustom', 'BasicGuider', 'CFGGuider', 'DualCFGGuider'],
  ...['KSampler (Efficient)', 'UltimateSDUpscale'],
])

/** The samplers and guiders of a graph, with their own inputs. */
export function findDrivers({ graph }: Wiring): [string, GraphNode][] {
  return Object.entries(graph).filter(([, { class_type }]) => drivers.has(class_type))
}

/** Links that lead into drivers by inputs of these names, each once. */
export function linksIntoDrivers(
  wiring: Wiring,
  inputs: readonly string[],
): { nodes: string[]; input: string; link: Link }[] {
  const found = new Map<string, { nodes: string[]; input: string; link: Link }>()
  for (const [id, node] of findDrivers(wiring)) {
    for (const input of inputs) {
      const link = node.inputs[input]
      if (!isLink(link)) continue
      const key = `${input} ${link[0]} ${link[1]}`
      const known = found.get(key)
      if (known) known.nodes.push(id)
      else found.set(key, { nodes: [id], input, link })
    }
  }
  return [...found.values()]
}

/** The VAE that develops the result, so that what is added speaks the same language. */
export function findVae({ graph }: Wiring): Link | undefined {
  const decoders = Object.values(graph).filter(({ class_type }) => class_type.startsWith('VAEDecode'))
  const [vae] = decoders.flatMap(({ inputs }) => (isLink(inputs.vae) ? [inputs.vae] : []))
  return vae
}
