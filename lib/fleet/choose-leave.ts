import { preferLine } from './choose-line.ts'
import {
  endOf,
  firstFree,
  type Hand,
  type Line,
  leftInLane,
  type Play,
  playWithout,
  rankedEnd,
  takeNext,
  waitedMs,
} from './choose-play.ts'

/** So many jobs are thought ahead for one choice at most; with more than that to do, everyone is needed. */
const mostThoughtAhead = 500

/** An idle node takes what it wants at once; one that has not for so long is not counted on. */
export const trustedMs = 10_000

/** What the others would take before this one could have it done. */
type Spoken = { count: number; firstStartMs: number; firstEndMs: number }

export type Leaving = {
  /** Undefined when this one should take it; else when the other one is expected to begin. */
  leaves(place: number): number | undefined
}

/**
 * Whether a hand that is free at a time leaves a line to others: they would have all of it done before this one could do the first.
 * Found by playing on without it: each of the others takes, whenever it is free, what it prefers, unless this one would have that
 * done sooner. So the jobs ahead count, and when there is plenty nothing is left to anybody.
 */
export function thinkAhead(play: Play, hand: Hand, atMs: number): Leaving {
  const spoken = new Map<number, Spoken>()
  let ahead: Play | undefined
  let steps = 0

  /** When this one would have it done, as far as it can. */
  const ownEnd = (place: number, line: Line, work = hand.works[place]) =>
    work ? rankedEnd(hand, line, endOf(hand, { line, work, atMs })) : Number.POSITIVE_INFINITY

  const playUntil = (horizonMs: number, isEnough: () => boolean) => {
    ahead ??= playWithout(play, hand)
    while (steps < mostThoughtAhead && !isEnough()) {
      const other = firstFree(ahead.hands)
      if (!other || other.freeAtMs >= horizonMs) return
      steps++
      if (!takeBest(ahead, other)) ahead.hands.splice(ahead.hands.indexOf(other), 1)
    }
  }

  const takeBest = (ahead: Play, other: Hand): boolean => {
    const startMs = other.freeAtMs
    const place = preferLine(ahead, {
      hand: other,
      atMs: startMs,
      isWanted(place, line, work) {
        // Who had nothing to do all that time and did not take it may never do so.
        if (Math.min(waitedMs(line, startMs), startMs - other.idleSinceMs) > trustedMs) return false
        const endMs = endOf(other, { line, work, atMs: startMs })
        return rankedEnd(other, line, endMs) < ownEnd(place, line)
      },
    })
    const [line, work] = place === undefined ? [] : [ahead.lines[place], other.works[place]]
    if (place === undefined || !line || !work) return false
    takeNext(ahead, other, { line, work, atMs: startMs })
    const before = spoken.get(place)
    if (before) before.count++
    else spoken.set(place, { count: 1, firstStartMs: startMs, firstEndMs: other.freeAtMs })
    return true
  }

  /** How many the others could have done sooner if they did nothing else. */
  const mostDoneSooner = (line: Line, place: number): number => {
    const ownMs = ownEnd(place, line)
    let most = 0
    for (const other of play.hands) {
      const work = other === hand ? undefined : other.works[place]
      if (!work) continue
      const leadMs = ownMs - rankedEnd(other, line, other.freeAtMs)
      if (leadMs > 0) most += work.runMs > 0 ? Math.ceil(leadMs / work.runMs) : line.left
    }
    return most
  }

  return {
    leaves(place) {
      const [line, work] = [play.lines[place], hand.works[place]]
      if (!line || !work) return undefined
      const wantedCount = leftInLane(line)
      if (mostDoneSooner(line, place) < wantedCount) return undefined
      playUntil(ownEnd(place, line), () => (spoken.get(place)?.count ?? 0) >= line.left)
      const left = spoken.get(place)
      if (!left || left.count < wantedCount) return undefined
      // What comes behind in a lesser lane would keep this one busy meanwhile: is the wait less than what it brings?
      const isWorthIt = endOf(hand, { line, work, atMs }) - left.firstEndMs > left.firstStartMs - atMs
      return left.count >= line.left || isWorthIt ? left.firstStartMs : undefined
    },
  }
}
