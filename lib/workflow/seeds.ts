import { type Graph, isLink, isObject, nodeAt } from './graph.ts'
import { findPlaceholders } from './placeholders.ts'

const seedInputs = ['seed', 'noise_seed']

type Seeding = { template: Graph; seed: bigint }

/**
 * Puts the seed where a template has written one down, and reports whether the graph uses it at all. A template that says where
 * its seed goes keeps the others it wrote, but -1, which servers refuse, always gives way.
 */
export function setSeeds(graph: Graph, { template, seed }: Seeding): boolean {
  const hasPlaceholder = findPlaceholders(template).some(({ name }) => name === 'seed')
  let isUsed = hasPlaceholder
  for (const { node, input } of findSeeds(graph)) {
    const value = readSeed(graph[node]?.inputs[input])
    const isRandom = value !== undefined && value < 0
    if (hasPlaceholder && !isRandom) continue
    const target = graph[node]
    if (!target) continue
    target.inputs[input] = seed
    isUsed = true
  }
  return isUsed
}

/** Where a graph has a number for a seed: at the node that uses it, or at the one that hands it over. */
export function findSeeds(graph: Graph): { node: string; input: string }[] {
  const found = Object.entries(graph).flatMap(([node, { inputs }]) => {
    // Noise that is not added needs no seed.
    if (inputs.add_noise === 'disable' && !((readSeed(inputs.noise_seed) ?? 0) < 0)) return []
    return seedInputs.flatMap((input) => {
      const value = inputs[input]
      if (readSeed(value) !== undefined) return [{ node, input }]
      return isLink(value) ? findHandedOver(graph, value[0]) : []
    })
  })
  return [...new Map(found.map((place) => [`${place.node} ${place.input}`, place])).values()]
}

function findHandedOver(graph: Graph, node: string): { node: string; input: string }[] {
  const inputs = nodeAt(graph, node)?.inputs ?? {}
  return ['value', 'int'].flatMap((input) => (readSeed(inputs[input]) !== undefined ? [{ node, input }] : []))
}

/** A seed in any of the ways in which ComfyUI takes one: as a number, as a text of digits, or wrapped. */
export function readSeed(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'string') return /^\s*[+-]?\d{1,20}\s*$/.test(value) ? BigInt(value.trim()) : undefined
  return isObject(value) && typeof value.__value__ !== 'object' ? readSeed(value.__value__) : undefined
}
