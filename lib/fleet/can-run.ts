import type { AbilityIndex } from './abilities.ts'
import { findMissingCapabilities } from './capabilities.ts'
import type { FleetNode } from './model.ts'
import type { Needs } from './needs.ts'

/** Why a GPU cannot run something. */
export type NodeLack =
  | { kind: 'capability'; name: string }
  | { kind: 'node_type'; name: string }
  | { kind: 'model'; folder: string; name: string }
  | { kind: 'size'; longestSide: number; limit: number }
  | { kind: 'count'; count: number; limit: number }

export type Runner = Pick<FleetNode, 'capabilities' | 'maxResolution' | 'maxBatch'> & {
  /** Undefined until it has been asked: what it is said to be able to do decides then. */
  abilities: AbilityIndex | undefined
  url?: string
  /** It takes jobs now. */
  isOpen?: boolean
}

/** What a GPU lacks for these needs. Empty: it can run them. */
function findNodeLacks(node: Runner, needs: Needs): NodeLack[] {
  const { abilities, maxResolution: limit, maxBatch } = node
  const { longestSide, count = 1 } = needs
  return [
    ...findMissingCapabilities(node, needs.capabilities).map((name): NodeLack => ({ kind: 'capability', name })),
    ...needs.nodeTypes
      .filter((name) => abilities && !abilities.nodeTypes.has(name))
      .map((name): NodeLack => ({ kind: 'node_type', name })),
    ...needs.models
      .filter(({ folder, name }) => abilities && !abilities.hasModel(folder, name))
      .map((model): NodeLack => ({ kind: 'model', ...model })),
    ...(longestSide !== null && limit !== undefined && longestSide > limit
      ? [{ kind: 'size' as const, longestSide, limit }]
      : []),
    ...(count > maxBatch ? [{ kind: 'count' as const, count, limit: maxBatch }] : []),
  ]
}

/**
 * Which of a fleet can run something, and what the others lack. When the size alone is too much for all that could, those with
 * the highest limit do it: they draw it smaller and bring it to size, as a fleet of one has to. Those on which it came to nothing
 * before count only while none of the others takes jobs.
 */
export function splitByAbility<T extends Runner>(
  nodes: readonly T[],
  needs: Needs,
): { able: T[]; unable: { node: T; lacks: NodeLack[] }[] } {
  const checked = nodes.map((node) => ({ node, lacks: findNodeLacks(node, needs) }))
  const able = checked.filter(({ lacks }) => lacks.length === 0)
  const tooSmall = checked.filter(({ lacks }) => lacks.length > 0 && lacks.every(({ kind }) => kind === 'size'))
  const highest = Math.max(...tooSmall.map(({ node }) => node.maxResolution ?? 0))
  const strongest = able.length > 0 ? able : tooSmall.filter(({ node }) => node.maxResolution === highest)
  const chosen = withoutTried(strongest, needs)
  return {
    able: chosen.map(({ node }) => node),
    unable: checked.filter((one) => !chosen.includes(one)),
  }
}

function withoutTried<T extends { node: Runner }>(able: T[], { avoid }: Needs): T[] {
  if (!avoid) return able
  const untried = able.filter(({ node: { url } }) => url === undefined || !avoid.includes(url))
  return untried.some(({ node: { isOpen } }) => isOpen) ? untried : able
}
