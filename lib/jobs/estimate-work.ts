import { splitByAbility } from '#lib/fleet/can-run.ts'
import type { Needs } from '#lib/fleet/needs.ts'
import type { FleetView, NodeView } from './fleet-view.ts'
import { runnersOf } from './preflight-request.ts'

/** Jobs that need the same. */
export type Work = { needs: Needs; count: number }

export type Estimate = {
  /** Null when there is a part that no GPU of these can do. */
  seconds: number | null
  gpus: number
  /** How many of the jobs only GPUs can do that take none now. */
  waiting: number
}

/**
 * How long so much work takes when the GPUs do nothing else: each job goes to whoever would have it done first. Those that take
 * no jobs now are only counted on where nobody else can.
 */
export function estimateWork(view: Pick<FleetView, 'nodes' | 'speedOf'>, works: readonly Work[]): Estimate {
  const freeAtMs = new Map<string, number>()
  const loaded = new Map<string, Needs>()
  const used = new Set<string>()
  let isWhole = true
  let waiting = 0
  for (const { needs, count } of works) {
    const able = ableNodes(view.nodes, needs)
    if (able.length === 0) isWhole = false
    else if (!able.some(({ isOpen }) => isOpen)) waiting += count
    for (const { id } of able) used.add(id)
    for (let left = count; left > 0 && able.length > 0; left--) {
      const ends = able.map(({ id }) => {
        const { runMs, loadMs } = view.speedOf(id, needs)
        return { id, endMs: (freeAtMs.get(id) ?? 0) + runMs + (loaded.get(id) === needs ? 0 : loadMs) }
      })
      const soonest = ends.reduce((best, one) => (one.endMs < best.endMs ? one : best))
      freeAtMs.set(soonest.id, soonest.endMs)
      loaded.set(soonest.id, needs)
    }
  }
  const longestMs = Math.max(0, ...freeAtMs.values())
  return { seconds: isWhole ? Math.ceil(longestMs / 1_000) : null, gpus: used.size, waiting }
}

/** Who can do it: of those that take jobs, or, when none does, of all. */
export function ableNodes(nodes: readonly NodeView[], needs: Needs): NodeView[] {
  const able = new Set(splitByAbility(runnersOf(nodes), needs).able.map(({ id }) => id))
  const chosen = nodes.filter(({ id }) => able.has(id))
  const open = chosen.filter(({ isOpen }) => isOpen)
  return open.length > 0 ? open : chosen
}
