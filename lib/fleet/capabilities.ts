import type { FleetNode } from './model.ts'

/** What a node was not said to be able to do. Nothing where nothing was said: then its models decide. */
export function findMissingCapabilities(node: Pick<FleetNode, 'capabilities'>, needed: readonly string[]): string[] {
  if (!node.capabilities) return []
  const has = new Set<string>(node.capabilities)
  return needed.filter((name) => !has.has(name) && !(standsIn[name] ?? []).some((other) => has.has(other)))
}

/** FLUX.1 in half the memory is FLUX.1, and what the built-in workflows use. */
const standsIn: Readonly<Record<string, readonly string[]>> = { flux: ['flux_fp8'] }
