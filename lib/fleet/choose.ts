import type { Choice, ChoosableNode, Fleet } from './choice.ts'
import { thinkAhead } from './choose-leave.ts'
import { preferLine } from './choose-line.ts'
import { type Hand, type Line, type Play, playOf } from './choose-play.ts'

/**
 * A second job is prepared when the first has less than this left, or when nobody knows how much: time enough to bind and submit
 * it on a slow day, and late enough that what comes meanwhile can still go first.
 */
export const prepareAheadMs = 3_000
/** One that stands idle and leaves something to another idle one looks again so soon, in case that one does not take it. */
const lookAgainMs = 1_000

/**
 * The queue this node takes its next job from, or why from none. In this order:
 *
 * 1. Lanes: urgent, then batch; idle-time work only for a GPU that has nothing else at all.
 * 2. What other GPUs would have done sooner is left to them, and finals to better tiers within reason (`thinkAhead`).
 * 3. The models it has loaded, as long as nothing that comes first has waited for too long (`preferLine`).
 * 4. The fair place.
 */
export function chooseNext(fleet: Fleet, nodeId: string): Choice {
  const node = fleet.nodes.find(({ id }) => id === nodeId)
  if (!node?.isOpen) return nothing('not-open')
  if (node.inHand > 1) return nothing('has-enough')
  const early = whyEarly(fleet, node)
  if (early) return early
  const play = playOf(fleet)
  const hand = play.hands.find(({ id }) => id === nodeId)
  if (!hand) return nothing('not-open')
  const picked = pickLine(play, hand, { isAhead: node.inHand > 0 })
  if ('line' in picked) return { take: picked.line.name }
  if (picked.untilMs === undefined) return nothing('nothing-waits')
  return nothing('better-elsewhere', Math.max(picked.untilMs, fleet.nowMs + lookAgainMs))
}

function whyEarly({ queues, nowMs }: Fleet, { inHand, freeAtMs, works }: ChoosableNode): Choice | undefined {
  if (!queues.some(({ jobs }) => jobs.length > 0)) return nothing('nothing-waits')
  if (!queues.some(({ jobs, name }) => jobs.length > 0 && works.has(name))) return nothing('cannot-run')
  const isEarly = inHand === 1 && freeAtMs - nowMs > prepareAheadMs
  return isEarly ? nothing('not-yet', freeAtMs - prepareAheadMs) : undefined
}

function nothing(why: Extract<Choice, { take: null }>['why'], untilMs: number | null = null): Choice {
  return { take: null, why, untilMs }
}

/**
 * What a hand takes when it is free, or ahead of that; else when the first of what it leaves to others is expected to begin there,
 * if it leaves anything.
 */
export function pickLine(
  play: Play,
  hand: Hand,
  { isAhead }: { isAhead: boolean },
): { line: Line; place: number } | { untilMs: number | undefined } {
  const atMs = hand.freeAtMs
  const thinking = thinkAhead(play, hand, atMs)
  const left = new Set<number>()
  let [untilMs, isFirst, mayIdle]: [number | undefined, boolean, boolean] = [undefined, true, !isAhead]
  for (;;) {
    const place = preferLine(play, { hand, atMs, isWanted: (place) => !left.has(place) })
    const line = place === undefined ? undefined : play.lines[place]
    if (place === undefined || !line) return { untilMs }
    const isForIdleTime = line.laneRank === idleRank
    // Work of the other lanes waits that this one could do, even if others will: idle time comes after it.
    if (!isForIdleTime && isFirst) mayIdle = false
    isFirst = false
    if (isForIdleTime && !mayIdle) return { untilMs }
    const startMs = thinking.leaves(place)
    if (startMs === undefined) return { line, place }
    left.add(place)
    untilMs = Math.min(untilMs ?? startMs, startMs)
  }
}

const idleRank = 2
