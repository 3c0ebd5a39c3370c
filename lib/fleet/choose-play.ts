import type { Fleet, Lane, Tier, WaitingJob, Work } from './choice.ts'

/** The fleet while a choice is thought through: what is taken in thought is taken here. */
export type Play = {
  lines: Line[]
  /** The open nodes. */
  hands: Hand[]
  /** How many of the hands have a model loaded, by key. */
  warmCounts: number[]
}

/** A queue, with what is left of it. */
export type Line = {
  name: string
  key: number
  jobs: readonly WaitingJob[]
  /** The last of those that are looked at, which speaks for all behind it. */
  last: WaitingJob
  taken: number
  left: number
  /** Its first, the lane of that (lower is served first), and since when it waits for it. */
  head: WaitingJob
  laneRank: number
  waitsSinceMs: number
  /** By the place of the hand: how much later its end counts because better ones should have it. */
  handicapsMs: readonly number[]
}

export type Hand = {
  id: string
  place: number
  rank: number
  freeAtMs: number
  /** Since when it has had nothing to do; never when it has. */
  idleSinceMs: number
  key: number
  warmSinceMs: number
  /** By the place of the line. */
  works: readonly (Work | undefined)[]
}

const tierRanks: Record<Tier, number> = { draft: 0, standard: 1, quality: 2, premium: 3 }
const laneRanks: Record<Lane, number> = { urgent: 0, batch: 1, idle: 2 }

/**
 * One step of tier is worth half the time that the picture takes on the fastest GPU: beside a standard card, a premium one that is no
 * slower is waited for as long as it takes for one picture. So the better cards get the finals while there are few, and no card
 * stands idle when there are many.
 */
const tierStepShare = 0.5

export function playOf({ queues, nodes, nowMs }: Fleet): Play {
  const keys = new Map<string, number>()
  const keyOf = (warmKey: string) => {
    const known = keys.get(warmKey)
    if (known !== undefined) return known
    keys.set(warmKey, keys.size)
    return keys.size - 1
  }
  const waiting = queues.filter(({ jobs }) => jobs.length > 0)
  const hands = nodes
    .filter(({ isOpen }) => isOpen)
    .map((node, place): Hand => {
      return {
        ...{ id: node.id, place, rank: tierRanks[node.tier], freeAtMs: freeAtOf(node, nowMs) },
        idleSinceMs: node.inHand === 0 ? Math.min(node.freeAtMs, nowMs) : Number.POSITIVE_INFINITY,
        key: node.warmKey === null ? -1 : keyOf(node.warmKey),
        warmSinceMs: node.warmSinceMs ?? Number.NEGATIVE_INFINITY,
        works: waiting.map(({ name }) => node.works.get(name)),
      }
    })
  const lines = waiting.flatMap(({ name, warmKey, quality, jobs, count, servedAtMs }, place): Line[] => {
    const [head, last] = [jobs[0], jobs.at(-1)]
    if (!head || !last) return []
    return [
      {
        ...{ name, key: keyOf(warmKey), jobs, last, taken: 0, left: Math.max(count, jobs.length) },
        ...{ head, laneRank: laneRanks[head.lane], waitsSinceMs: Math.max(head.sinceMs, servedAtMs ?? 0) },
        handicapsMs: quality === 'final' ? handicapsOf(hands, place) : [],
      },
    ]
  })
  const warmCounts = new Array<number>(keys.size).fill(0)
  for (const { key } of hands) addTo(warmCounts, key, 1)
  return { lines, hands, warmCounts }
}

/** A node that should be done already is believed to be late by as much again. */
function freeAtOf({ inHand, freeAtMs }: { inHand: number; freeAtMs: number }, nowMs: number): number {
  return inHand > 0 && freeAtMs < nowMs ? 2 * nowMs - freeAtMs : Math.max(freeAtMs, nowMs)
}

/** A final should go to a better tier, where that is no slower. */
function handicapsOf(hands: readonly Hand[], line: number): number[] {
  const runsMs = hands.map(({ works }) => works[line]?.runMs ?? Number.POSITIVE_INFINITY)
  const stepMs = Math.min(...runsMs) * tierStepShare
  return hands.map(({ rank }, place) => {
    const ownMs = runsMs[place] ?? 0
    if (ownMs === Number.POSITIVE_INFINITY) return 0
    let best = rank
    for (const other of hands) if ((runsMs[other.place] ?? 0) <= ownMs) best = Math.max(best, other.rank)
    return (best - rank) * stepMs
  })
}

/** The same to play on with, without one of the hands. */
export function playWithout({ lines, hands, warmCounts }: Play, hand: Hand): Play {
  return {
    lines: lines.map((line) => ({ ...line })),
    hands: hands.filter((one) => one !== hand).map((one) => ({ ...one })),
    warmCounts: [...warmCounts],
  }
}

/** How many of the line are of the lane of its first. */
export function leftInLane(line: Line): number {
  const { lane } = line.head
  if (line.last.lane === lane) return line.left
  const end = line.jobs.findIndex((job, index) => index >= line.taken && job.lane !== lane)
  return end - line.taken
}

/** For how long nobody took anything from a line that could have been served. */
export function waitedMs(line: Line, atMs: number): number {
  return Math.max(0, atMs - line.waitsSinceMs)
}

export function endOf(hand: Hand, { line, work, atMs }: { line: Line; work: Work; atMs: number }): number {
  return atMs + (line.key === hand.key ? 0 : work.loadMs) + work.runMs
}

/** An end as it counts when nodes are compared. */
export function rankedEnd(hand: Hand, line: Line, endMs: number): number {
  return endMs + (line.handicapsMs[hand.place] ?? 0)
}

/** The one that can begin first. */
export function firstFree(hands: Iterable<Hand>): Hand | undefined {
  let first: Hand | undefined
  for (const hand of hands) if (!first || hand.freeAtMs < first.freeAtMs) first = hand
  return first
}

/** The hand takes the next of the line. */
export function takeNext(play: Play, hand: Hand, taking: { line: Line; work: Work; atMs: number }): void {
  const { line, atMs } = taking
  hand.freeAtMs = endOf(hand, taking)
  hand.idleSinceMs = Number.POSITIVE_INFINITY
  if (hand.key !== line.key) {
    addTo(play.warmCounts, hand.key, -1)
    addTo(play.warmCounts, line.key, 1)
    hand.key = line.key
    hand.warmSinceMs = atMs
  }
  line.taken++
  line.left--
  line.head = line.jobs[line.taken] ?? line.last
  line.laneRank = laneRanks[line.head.lane]
  line.waitsSinceMs = Math.max(line.head.sinceMs, atMs)
}

function addTo(counts: number[], key: number, change: number): void {
  if (key >= 0) counts[key] = (counts[key] ?? 0) + change
}
