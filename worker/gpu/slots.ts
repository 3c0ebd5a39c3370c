import type { Leases } from '#lib/fleet/leases.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import type { WorkerCtx } from './context.ts'
import { watchOrphans } from './orphans.ts'
import { type Slot, startSlot } from './slot.ts'

type Fleet = { nodes: FleetNode[]; leases: Leases; waits?: Parameters<typeof watchOrphans>[1]['waits'] }

/** One hand for each GPU that is configured; two names for one address are one GPU. */
export function startSlots(ctx: WorkerCtx, { nodes, leases, waits }: Fleet): Slot {
  const byUrl = new Map(nodes.map((node) => [node.url, node]))
  const slots = [...byUrl.values()].map((node) => startSlot(ctx, { node, leases }))
  const orphans = watchOrphans(ctx, { urls: new Set(byUrl.keys()), leases, waits })
  return {
    wake() {
      for (const slot of slots) slot.wake()
    },
    async stop() {
      await Promise.all([orphans.stop(), ...slots.map((slot) => slot.stop())])
    },
  }
}
