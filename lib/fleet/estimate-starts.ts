import type { Fleet } from './choice.ts'
import { pickLine } from './choose.ts'
import { firstFree, type Hand, playOf, takeNext } from './choose-play.ts'

export type ExpectedStart = { nodeId: string; startMs: number; endMs: number }

/**
 * Which GPU is expected to start each waiting job, and when: the choice of `chooseNext`, played forward as if nothing new came. Of a
 * long queue only the jobs that are looked at are in it; a job that no open GPU can run is not.
 */
export function estimateStarts(fleet: Fleet): Map<string, ExpectedStart> {
  const play = playOf(fleet)
  const starts = new Map<string, ExpectedStart>()
  const wantedCount = play.lines.reduce((sum, { jobs }) => sum + jobs.length, 0)
  const hands = new Set(play.hands)
  /** Who wanted nothing; what another takes may change that. */
  const resting = new Set<Hand>()
  while (starts.size < wantedCount) {
    const hand = firstFree(hands)
    if (!hand) break
    const picked = pickLine(play, hand, { isAhead: false })
    if (!('line' in picked)) {
      if (!waitForAnother(hand, hands)) {
        hands.delete(hand)
        resting.add(hand)
      }
      continue
    }
    const { line, place } = picked
    const work = hand.works[place]
    if (!work) break
    const job = line.jobs[line.taken]
    const startMs = hand.freeAtMs
    takeNext(play, hand, { line, work, atMs: startMs })
    if (job) starts.set(job.id, { nodeId: hand.id, startMs, endMs: hand.freeAtMs })
    for (const rested of resting) hands.add(rested)
    resting.clear()
  }
  return starts
}

/** It looks again when another one is free. False when there is none. */
function waitForAnother(hand: Hand, hands: ReadonlySet<Hand>): boolean {
  let nextMs = Number.POSITIVE_INFINITY
  for (const other of hands) if (other.freeAtMs > hand.freeAtMs) nextMs = Math.min(nextMs, other.freeAtMs)
  if (nextMs === Number.POSITIVE_INFINITY) return false
  hand.freeAtMs = nextMs
  return true
}
