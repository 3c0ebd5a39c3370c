import type { Leases } from '#lib/fleet/leases.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import type { WorkerCtx } from './context.ts'
import { type Slot, startSlot } from './slot.ts'

/** One hand for each GPU that is configured; two names for one address are one GPU. */
export function startSlots(ctx: WorkerCtx, { nodes, leases }: { nodes: FleetNode[]; leases: Leases }): Slot {
  const byUrl = new Map(nodes.map((node) => [node.url, node]))
  const slots = [...byUrl.values()].map((node) => startSlot(ctx, { node, leases }))
  return {
    wake() {
      for (const slot of slots) slot.wake()
    },
    async stop() {
      await Promise.all(slots.map((slot) => slot.stop()))
    },
  }
}
