import { distinguish } from '#lib/fleet/distinct-ids.ts'
import type { Leases } from '#lib/fleet/leases.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import { registerNodes } from '#lib/fleet/nodes.ts'
import { createTurns } from '#lib/runtime/turns.ts'
import type { WorkerCtx } from './context.ts'
import { watchOrphans } from './orphans.ts'
import { type Slot, startSlot } from './slot.ts'

export type Slots = {
  wake(): void
  /** The GPUs are asked again what they have. */
  doubt(): void
  /** Other GPUs than before, or the same with other settings. */
  setNodes(nodes: readonly FleetNode[]): Promise<void>
  stop(): Promise<void>
}

type Fleet = { nodes: readonly FleetNode[]; leases: Leases; waits?: Parameters<typeof watchOrphans>[1]['waits'] }
/** As it is configured; its hand may know it by an id that tells it apart from another. */
type Kept = { node: FleetNode; slot: Slot }

/** One hand for each GPU that is configured; two names for one address are one GPU. */
export async function startSlots(ctx: WorkerCtx, { nodes, leases, waits }: Fleet): Promise<Slots> {
  let wanted = new Map<string, FleetNode>()
  const kept = new Map<string, Kept>()
  /** They finish what they have before they are let go. */
  const leaving = new Set<Kept>()
  const changes = createTurns(1)
  let isStopped = false

  const apply = async () => {
    for (const one of [...kept.values()]) {
      const node = wanted.get(one.node.url)
      if (!node || !isSameServer(node, one.node)) retire(one)
    }
    // Under the name or the address of one that is still at work, another begins when that has ended.
    const mayBegin = ({ id, url }: FleetNode) => ![...leaving].some(({ node }) => node.id === id || node.url === url)
    const changed = [...wanted.values()].filter((node) => mayBegin(node) && !isEqual(node, kept.get(node.url)?.node))
    // Not before: while the old one was at work another worker may have begun with the new one, under an id of its own.
    const distinct = await distinguish(ctx, changed, { isFree })
    if (distinct.length > 0) await registerNodes(ctx, distinct)
    for (const [index, node] of changed.entries()) {
      const one = kept.get(node.url)
      const known = distinct[index] ?? node
      one?.slot.configure(known)
      if (!isStopped) kept.set(node.url, { node, slot: one?.slot ?? startSlot(ctx, { node: known, leases }) })
    }
  }

  const retire = (one: Kept) => {
    kept.delete(one.node.url)
    leaving.add(one)
    void one.slot.retire().then(async () => {
      leaving.delete(one)
      if (isStopped) return
      orphans?.suspect(one.node.url)
      await changes(apply).catch((error) => ctx.log.error({ err: error }, 'The GPUs could not be changed'))
    })
  }

  const isFree = async (url: string) => {
    const lease = await leases.tryTake(url)
    await lease?.release()
    return lease !== undefined
  }

  const setNodes = async (given: readonly FleetNode[]) => {
    wanted = new Map(given.map((node) => [node.url, node]))
    await changes(apply)
  }

  const isOurs = (url: string) => wanted.has(url) || [...leaving].some(({ node }) => node.url === url)
  let orphans: ReturnType<typeof watchOrphans> | undefined
  await setNodes(nodes)
  orphans = watchOrphans(ctx, { isOurs, leases, waits })
  return {
    wake() {
      for (const { slot } of [...kept.values(), ...leaving]) slot.wake()
    },
    doubt() {
      for (const { slot } of kept.values()) slot.doubt()
    },
    setNodes,
    async stop() {
      isStopped = true
      const slots = [...kept.values(), ...leaving].map(({ slot }) => slot)
      await Promise.all([orphans?.stop(), ...slots.map((slot) => slot.stop())])
    },
  }
}

/** What a connection is made with. With other headers it is as good as another server. */
function isSameServer(one: FleetNode, other: FleetNode): boolean {
  return one.id === other.id && isEqual(one.headers, other.headers)
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
