import type { Choice, Fleet, Lane } from '#lib/fleet/choice.ts'
import { chooseNext, prepareAheadMs } from '#lib/fleet/choose.ts'
import { type LeftQueues, withoutLeft } from '#lib/fleet/leave-queues.ts'
import { warmKeyOf } from '#lib/fleet/needs.ts'
import type { Warm } from '#lib/fleet/node-row.ts'
import type { FleetView, NodeView } from '#lib/jobs/fleet-view.ts'
import { planInHand } from '#lib/jobs/in-hand.ts'
import type { Held } from './hand.ts'

export type Step =
  | { do: 'take'; queue: string }
  /** What is prepared makes room. */
  | { do: 'give back'; held: Held }
  /** At the latest then there may be something to do; null when only an event can bring it. */
  | { do: 'wait'; untilMs: number | null }

type Stand = {
  view: FleetView
  node: NodeView
  /** What the GPU has, as this worker knows it; the view may be behind by moments. */
  onGpu: readonly Held[]
  warm: Warm
  /** It answers as it should. */
  isOpen: boolean
  /** Queues that gave nothing just now though something seems to wait in them. */
  emptyQueues: ReadonlySet<string>
  /** What the GPUs of this worker leave to others as long as any of those takes jobs. */
  left: LeftQueues
  /** It is to take nothing more: paused, draining, or on its way out of the fleet. */
  isClosing: boolean
}

/** What a worker does next with one GPU. */
export function decide(stand: Stand): Step {
  const { view, onGpu, isClosing } = stand
  const prepared = findPrepared(stand)
  if (isClosing || view.isPaused) {
    return prepared ? { do: 'give back', held: prepared } : { do: 'wait', untilMs: null }
  }
  if (prepared && isMoreUrgentWaiting(view.fleet, prepared.job.lane)) {
    const choice = choose(
      stand,
      onGpu.filter((held) => held !== prepared),
    )
    const lane = choice.take === null ? undefined : laneOf(view.fleet, choice.take)
    if (lane && isMoreUrgent(lane, prepared.job.lane)) return { do: 'give back', held: prepared }
  }
  if (onGpu.length >= mostInHand) return { do: 'wait', untilMs: null }
  const choice = choose(stand, onGpu)
  return choice.take === null ? { do: 'wait', untilMs: choice.untilMs } : { do: 'take', queue: choice.take }
}

/**
 * The rule prepares when little is left of what executes. What is left is a guess: of work that was never measured here, and of
 * what is half done, it may end at any time, and then the GPU must not wait.
 */
function choose(stand: Stand, onGpu: readonly Held[]): Choice {
  const { fleet, mayEndSoon } = fleetAs(stand, onGpu)
  const { id } = stand.node
  if (onGpu.length !== 1 || !mayEndSoon) return chooseNext(fleet, id)
  // As if it had nothing, though it is not free before then.
  const nodes = fleet.nodes.map((node) => (node.id === id ? { ...node, inHand: 0 } : node))
  const choice = chooseNext({ ...fleet, nodes }, id)
  // Only a GPU that truly has nothing does what is for idle time.
  const isForIdleTime = choice.take !== null && laneOf(fleet, choice.take) === 'idle'
  return isForIdleTime ? { take: null, why: 'nothing-waits', untilMs: null } : choice
}

function laneOf({ queues }: Fleet, queue: string): Lane | undefined {
  return queues.find(({ name }) => name === queue)?.jobs[0]?.lane
}

/** One executing, one prepared. */
const mostInHand = 2

/** The last, when something is before it; what comes first will have begun by the time it is asked for. */
function findPrepared({ onGpu, node }: Stand): Held | undefined {
  const last = onGpu.at(-1)
  const isBehind = onGpu.length > 1 || node.foreign > 0
  return isBehind && last?.state === 'waiting' && !last.withdrawal ? last : undefined
}

const order: Record<Lane, number> = { urgent: 0, batch: 1, idle: 2 }

function isMoreUrgent(one: Lane, other: Lane): boolean {
  return order[one] < order[other]
}

function isMoreUrgentWaiting({ queues }: Fleet, lane: Lane): boolean {
  return queues.some(({ jobs }) => jobs[0] && isMoreUrgent(jobs[0].lane, lane))
}

/** So much of it is done that it may end before it is expected to. */
const nearItsEnd = 0.5

/** The fleet with this GPU as this worker knows it. */
function fleetAs(
  { view, node, warm, isOpen, emptyQueues, left }: Stand,
  onGpu: readonly Held[],
): { fleet: Fleet; mayEndSoon: boolean } {
  const { fleet, needs } = view
  const { nowMs } = fleet
  const speedOf = (queue: string) => {
    const wanted = needs.get(queue)
    return wanted && { ...view.speedOf(node.id, wanted), warmKey: warmKeyOf(wanted) }
  }
  const jobs = onGpu.map(({ job, startedAtMs }) => ({ id: job.id, queue: job.queue, startedAtMs }))
  const plan = planInHand(jobs, { nowMs, warm, foreign: node.foreign, speed: speedOf })
  const [[first], [ahead]] = [jobs, plan.inHand]
  const speed = first && speedOf(first.queue)
  // What others have there comes after what draws, and how much that is was seen moments ago.
  const endsAtMs = ahead?.isExecuting ? ahead.endsAtMs : plan.freeAtMs
  // The later it is the longer it is believed to take, so by what is left alone the next would never be prepared behind it.
  const isOverdue = speed !== undefined && nowMs - (first?.startedAtMs ?? nowMs) >= speed.runMs
  const self = { isOpen, inHand: onGpu.length, freeAtMs: plan.freeAtMs, ...plan.warm }
  const seen = {
    ...fleet,
    queues: fleet.queues.filter(({ name }) => !emptyQueues.has(name)),
    nodes: fleet.nodes.map((one) => (one.id === node.id ? { ...one, ...self } : one)),
  }
  return {
    fleet: withoutLeft(seen, left),
    mayEndSoon:
      !speed?.isLearned || isOverdue || endsAtMs - nowMs <= Math.max(prepareAheadMs, speed.runMs * nearItsEnd),
  }
}
