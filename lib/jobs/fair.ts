import type { Lane } from '#lib/fleet/choice.ts'

/** What somebody asks for, in virtual seconds. */
export type FairAsk = {
  costS: number
  /** The start of what comes first in the queue it goes to; null when nothing waits there. */
  headS: number | null
}

/**
 * Start-time fair queueing: what a person asks for starts, in virtual seconds, when the lane's clock says or when what they asked
 * for before is done, whichever is later. The clock is that of the job started last. So who has asked for five hundred pictures
 * and who asks for one now take turns at once.
 *
 * A queue may be behind the clock, because its few GPUs are slower than others: there the clock is that of its first, or who
 * comes new would wait behind all of it.
 */
export function fairStarts(
  asked: readonly FairAsk[],
  { clockS, finishS }: { clockS: number; finishS: number },
): { startsS: number[]; finishS: number } {
  let doneS = finishS
  const startsS = asked.map(({ costS, headS }) => {
    const startS = Math.max(doneS, Math.min(clockS, headS ?? clockS))
    doneS = startS + costS
    return startS
  })
  return { startsS, finishS: doneS }
}

/** A job counts for whole seconds, and for one at least: it is its turn all the same. */
export function costOf(runMs: number | null, count = 1): number {
  return Math.max(1, Math.round((runMs ?? usualMs * count) / 1_000))
}

/** As long as a picture takes where nothing is known yet. */
const usualMs = 10_000

/** Where each lane begins. A lane is served before all below it. */
const laneTops: Readonly<Record<Lane, number>> = { urgent: 2_000_000_000, batch: 1_000_000_000, idle: 0 }
/** The virtual times there is room for, and the places before all of them, where people move what they want first. */
const laneDepth = 900_000_000
const laneRoom = 99_999_999

/** A place in the queue, as pg-boss orders by it: higher is earlier. */
export function priorityOf(lane: Lane, startS: number): number {
  return laneTops[lane] - Math.max(-laneRoom, Math.min(laneDepth, Math.round(startS)))
}

/** The virtual start that a place stands for. */
export function startOfPriority(lane: Lane, priority: number): number {
  return laneTops[lane] - priority
}

/** The lowest and the highest place of a lane. */
export function laneRange(lane: Lane): { lowest: number; highest: number } {
  return { lowest: priorityOf(lane, laneDepth), highest: priorityOf(lane, -laneRoom) }
}

/** A clock that has come so far is set back when nothing waits, long before it meets the end of its lane. */
export const clockIsLateS = laneDepth / 10
