import type { ChoosableNode, Fleet, WaitingQueue } from './choice.ts'
import { trustedMs } from './choose-leave.ts'

/** What was too much for the memory of a GPU, by GPU and queue, and when it is to find out whether there is enough by now. */
export type LeftQueues = ReadonlyMap<string, ReadonlyMap<string, { tryAtMs: number }>>

/**
 * The fleet where no GPU can do what it leaves to others. It does so only for one that comes before it: one for which it was not too
 * much, or of those for which it was, the one that can try again first. So two never wait for each other.
 */
export function withoutLeft(fleet: Fleet, left: LeftQueues): Fleet {
  if (left.size === 0) return fleet
  const nodes = fleet.nodes.map((node) => {
    const leaves = fleet.queues.filter((queue) => isLeft(fleet, left, { node, queue }))
    if (leaves.length === 0) return node
    const names = new Set(leaves.map(({ name }) => name))
    return { ...node, works: new Map([...node.works].filter(([name]) => !names.has(name))) }
  })
  return { ...fleet, nodes }
}

type Doing = { node: ChoosableNode; queue: WaitingQueue }

function isLeft({ nodes, nowMs }: Fleet, left: LeftQueues, { node, queue }: Doing): boolean {
  const startOf = (one: ChoosableNode) => {
    const tryAtMs = left.get(one.id)?.get(queue.name)?.tryAtMs ?? 0
    return tryAtMs > nowMs ? Math.max(tryAtMs, one.freeAtMs) : Number.NEGATIVE_INFINITY
  }
  const ownMs = startOf(node)
  if (ownMs === Number.NEGATIVE_INFINITY) return false
  return nodes.some((other) => {
    if (other.id === node.id || !other.isOpen || !other.works.has(queue.name)) return false
    const otherMs = startOf(other)
    const isBefore = otherMs < ownMs || (otherMs === ownMs && other.id < node.id)
    return isBefore && !hasPassedOver(other, queue, nowMs)
  })
}

/** It had nothing to do all that time and did not take it: it may leave it to others itself, which only its own worker knows. */
function hasPassedOver(
  { inHand, freeAtMs }: ChoosableNode,
  { jobs, servedAtMs }: WaitingQueue,
  nowMs: number,
): boolean {
  const waitsSinceMs = Math.max(jobs[0]?.sinceMs ?? nowMs, servedAtMs ?? 0)
  return inHand === 0 && nowMs - Math.max(waitsSinceMs, freeAtMs) > trustedMs
}
