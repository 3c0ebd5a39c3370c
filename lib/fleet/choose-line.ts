import type { WaitingJob, Work } from './choice.ts'
import { type Hand, type Line, type Play, waitedMs } from './choose-play.ts'

/**
 * For the sake of the models it has loaded, a node passes over a line that comes first by its fair place, for at most so long.
 *
 * Exactly: a line is one queue. It has waited since its first job could start or since a job was last taken from it, whichever is
 * later. A node goes on with the models it has loaded, although a line of the same lane that it can run has an earlier place, only
 * while that line has waited less than this and less than twelve times what loading takes. The one exception: models that were
 * loaded are used for a stint, so that a node does not load at every job when several lines have waited that long. From then on
 * the line that has waited longest is served first.
 */
export const passOverMs = 120_000
/** What is quick to load is passed over for a shorter time: a model that takes 10 s for all of it. */
const loadsPassedOver = 12
/** A stint is so many times what loading takes, which it includes: then no more than a third of the time goes into loading. */
const loadsInStint = 3
export const longestStintMs = 60_000

export type Picking = {
  hand: Hand
  atMs: number
  /** The lines that are not out of the question. */
  isWanted(place: number, line: Line, work: Work): boolean
}

/**
 * The line a hand would take from if it had the choice alone, by its place. Asked for hundreds of times in one choice, so it makes as
 * few things as it can.
 */
export function preferLine(play: Play, picking: Picking): number | undefined {
  const { hand, isWanted } = picking
  const open: number[] = []
  let lane = Number.POSITIVE_INFINITY
  let warm: number | undefined
  for (let place = 0; place < play.lines.length; place++) {
    const [line, work] = [play.lines[place], hand.works[place]]
    if (!line || !work || line.left <= 0 || line.laneRank > lane || !isWanted(place, line, work)) continue
    if (line.laneRank < lane) {
      lane = line.laneRank
      open.length = 0
      warm = undefined
    }
    open.push(place)
    if (line.key === hand.key || work.loadMs === 0) warm = firstOf(play, warm, place)
  }
  if (open.length <= 1) return open[0]
  return warm === undefined ? chooseCold(play, open, picking) : turnFrom(play, open, { ...picking, warm })
}

/** Of those that are due the one that has waited longest, else what is loaded. */
function turnFrom({ lines }: Play, open: readonly number[], { hand, atMs, warm }: Picking & { warm: number }): number {
  const [warmHead, reloadMs] = [lines[warm]?.head, hand.works[warm]?.loadMs ?? 0]
  let [longest, longestMs] = [warm, -1]
  for (const place of open) {
    const [line, work] = [lines[place], hand.works[place]]
    if (!line || !work || !warmHead || line.key === hand.key || !isBefore(line.head, warmHead)) continue
    // To turn away means to load this now, and mostly to load the other again.
    const loadMs = Math.max(work.loadMs, reloadMs)
    const waited = waitedMs(line, atMs)
    const isDue = waited >= dueMs(loadMs) && atMs - hand.warmSinceMs >= stintMs(loadMs)
    if (isDue && waited > longestMs) [longest, longestMs] = [place, waited]
  }
  return longest
}

/** When a line is due it may have to wait for the end of one stint, so it is due that much earlier. */
function dueMs(loadMs: number): number {
  return Math.min(passOverMs, loadsPassedOver * loadMs) - stintMs(loadMs)
}

function stintMs(loadMs: number): number {
  return Math.min(longestStintMs, loadsInStint * loadMs)
}

/**
 * Something has to be loaded. First what has waited too long, then what no other GPU has loaded, in fair order; else the GPU helps
 * where most is left to do.
 */
function chooseCold(play: Play, open: readonly number[], { hand, atMs }: Picking): number | undefined {
  let [longest, longestMs]: [number | undefined, number] = [undefined, -1]
  let unserved: number | undefined
  for (const place of open) {
    const [line, work] = [play.lines[place], hand.works[place]]
    if (!line || !work) continue
    if ((play.warmCounts[line.key] ?? 0) === 0) unserved = firstOf(play, unserved, place)
    const waited = waitedMs(line, atMs)
    if (waited >= dueMs(work.loadMs) && waited > longestMs) [longest, longestMs] = [place, waited]
  }
  return longest ?? unserved ?? whereMostIsLeft(play, open, hand)
}

/** Counted by models, for each of the GPUs that have them. */
function whereMostIsLeft(play: Play, open: readonly number[], { works }: Hand): number | undefined {
  const sharesMs = new Float64Array(play.warmCounts.length)
  for (const place of open) {
    const [line, work] = [play.lines[place], works[place]]
    if (line && work) sharesMs[line.key] = (sharesMs[line.key] ?? 0) + line.left * work.runMs
  }
  for (const [key, count] of play.warmCounts.entries()) sharesMs[key] = (sharesMs[key] ?? 0) / Math.max(1, count)
  const mostMs = Math.max(...sharesMs)
  let first: number | undefined
  for (const place of open) {
    if (sharesMs[play.lines[place]?.key ?? -1] === mostMs) first = firstOf(play, first, place)
  }
  return first
}

/** The one with the earlier fair place. */
function firstOf({ lines }: Play, one: number | undefined, other: number): number {
  const [oneHead, otherHead] = [one === undefined ? undefined : lines[one]?.head, lines[other]?.head]
  return one !== undefined && oneHead && otherHead && !isBefore(otherHead, oneHead) ? one : other
}

function isBefore(one: WaitingJob, other: WaitingJob): boolean {
  return one.priority > other.priority || (one.priority === other.priority && one.sinceMs < other.sinceMs)
}
