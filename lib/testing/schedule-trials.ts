import { longestStintMs } from '#lib/fleet/choose-line.ts'
import { bestOfTwo, bestSplit } from './best-schedules.ts'
import { fiveHundredThenOne, randomScenario, threeModels, unequalNodes } from './fleet-scenarios.ts'
import { type Scenario, type Simulated, simulate } from './simulate-fleet.ts'

/** What the choice is held to, tried out in the simulated fleet: by the tests in short, by the bench at length. */

/** 90 pictures of three checkpoints on two GPUs: how many times the best possible they take. */
export function tryThreeModels({ seed, runsMs }: { seed: number; runsMs: readonly number[] }) {
  const { makespanMs } = simulate(threeModels({ seed, runsMs }))
  const bestMs = bestOfTwo(runsMs.map((runMs) => ({ count: 30, runMs, loadMs: 10_000 })))
  return { makespanMs, bestMs, ratio: makespanMs / bestMs }
}

/** Drafts on unequal GPUs, beside the best way to divide them. */
export function tryUnequalNodes({ runsMs, count }: { runsMs: readonly number[]; count: number }) {
  const { makespanMs } = simulate(unequalNodes({ runsMs, count }))
  const bestMs = bestSplit(runsMs, count)
  return { makespanMs, bestMs, ratio: makespanMs / bestMs }
}

/** After how many of the 500 the one is chosen, and started, from when it was asked for: 1 is the very next. */
export function tryFiveHundredThenOne(asked: { nodeCount: number; askedAtMs: number }) {
  const { starts } = simulate(fiveHundredThenOne(asked))
  const one = starts.find(({ jobId }) => jobId.startsWith('ben'))
  if (!one) throw new Error('The one that was asked for later never started.')
  const countBefore = (atOf: (start: (typeof starts)[number]) => number) =>
    starts.filter((start) => atOf(start) >= asked.askedAtMs && atOf(start) < atOf(one)).length
  return { chosen: countBefore(({ takenMs }) => takenMs) + 1, started: countBefore(({ startMs }) => startMs) + 1 }
}

/** Jobs that a GPU could have run and that nobody started, and the longest that a line was passed over. */
export function tryRandom(seed: number) {
  const scenario = randomScenario(seed)
  const simulated = simulate(scenario)
  return { jobs: scenario.jobs.length, starved: countStarved(scenario, simulated), ...longestPasses(simulated) }
}

function countStarved({ nodes, jobs }: Scenario, { unstarted }: Simulated): number {
  const queueOf = new Map(jobs.map(({ id, queue }) => [id, queue]))
  return unstarted.filter((id) => nodes.some(({ works }) => works.has(queueOf.get(id) ?? ''))).length
}

/**
 * How long lines had waited when a node passed over them for the sake of its models. What it had only just loaded is used for a stint:
 * that is counted apart, since the line was first passed over. And what another node then had done sooner was not passed over but
 * left to that one.
 */
export function longestPasses({ passes, starts }: Simulated): { passedMs: number; passedWithStintsMs: number } {
  const endOf = new Map(starts.map(({ jobId, endMs }) => [jobId, endMs]))
  const passed = passes.filter(({ jobId, endMs }) => (endOf.get(jobId) ?? Number.POSITIVE_INFINITY) > endMs)
  const used = passed.filter(({ loadedForMs }) => loadedForMs >= longestStintMs)
  return {
    passedMs: Math.max(0, ...used.map(({ waitedMs }) => waitedMs)),
    passedWithStintsMs: Math.max(0, ...passed.map(({ passedForMs }) => passedForMs)),
  }
}
