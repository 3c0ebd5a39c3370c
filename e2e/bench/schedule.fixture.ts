import type { Fleet, Tier } from '#lib/fleet/choice.ts'
import { chooseNext } from '#lib/fleet/choose.ts'
import { passOverMs } from '#lib/fleet/choose-line.ts'
import { makeRandom, manyModels } from '#lib/testing/fleet-scenarios.ts'
import {
  longestPasses,
  tryFiveHundredThenOne,
  tryRandom,
  tryThreeModels,
  tryUnequalNodes,
} from '#lib/testing/schedule-trials.ts'
import { simulate } from '#lib/testing/simulate-fleet.ts'
import type { Series } from './stats.ts'

type Log = (line: string) => void

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

export function measureThreeModels(log: Log): Series {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
  const all = [
    [4_000, 4_000, 4_000],
    [2_000, 3_000, 6_000],
    [1_000, 1_000, 1_000],
    [8_000, 8_000, 8_000],
  ].flatMap((runsMs) => {
    const tries = seeds.map((seed) => tryThreeModels({ seed, runsMs }))
    const worst = tries.reduce((one, other) => (other.ratio > one.ratio ? other : one))
    const beside = `${seconds(worst.makespanMs)} beside ${seconds(worst.bestMs)} of the best of all 29,791 divisions`
    log(`3 models, 90 pictures of ${runsMs.join(', ')} ms, 2 GPUs: ${worst.ratio.toFixed(3)} at worst (${beside})`)
    return tries.map(({ ratio }) => ratio * 100)
  })
  return { name: '90 pictures of 3 models on 2 GPUs (aim 110)', samples: all }
}

export function measureUnequalNodes(log: Log): Series {
  const fleets = [
    [2_000, 3_000, 5_000, 8_000],
    [1_000, 1_000, 1_000, 30_000],
    [1_000, 7_000, 13_000, 29_000],
    [2_000, 2_100, 2_200, 9_700],
  ]
  const samples = fleets.map((runsMs) => {
    const { makespanMs, bestMs, ratio } = tryUnequalNodes({ runsMs, count: 100 })
    const beside = `${seconds(makespanMs)} beside ${seconds(bestMs)}`
    log(`100 drafts on GPUs of ${runsMs.join(', ')} ms: ${ratio.toFixed(3)} of the best split (${beside})`)
    return ratio * 100
  })
  return { name: '100 drafts on 4 unequal GPUs (aim 105)', samples }
}

export function measureTurns(log: Log): void {
  for (const nodeCount of [1, 4]) {
    const asked = Array.from({ length: 40 }, (_, index) => ({ nodeCount, askedAtMs: 10_000 + index * 1_000 }))
    const found = asked.map(tryFiveHundredThenOne)
    const chosen = Math.max(...found.map((one) => one.chosen))
    const started = found.map((one) => one.started).sort((a, b) => a - b)
    const places = `${started[started.length / 2]} in the middle, ${started.at(-1)} at most`
    log(`A asks for 500, then B for one, ${nodeCount} GPUs: B's is chosen as number ${chosen} and starts as ${places}`)
  }
}

export function measurePassing(log: Log): Series {
  const samples = [3, 4, 6, 12, 30].flatMap((models) =>
    [1, 2, 4].map((nodeCount) => {
      const scenario = manyModels({ models, nodeCount, seed: models })
      const simulated = simulate(scenario)
      const { passedMs, passedWithStintsMs } = longestPasses(simulated)
      const loads = simulated.starts.filter(({ loadMs }) => loadMs > 0).length
      const loading = ((loads * 10_000) / (simulated.makespanMs * nodeCount)) * 100
      const passed = `${seconds(passedMs)} of ${seconds(passOverMs)}, with stints ${seconds(passedWithStintsMs)}`
      log(`${models} models on ${nodeCount} GPUs: longest wait passed over ${passed}; ${loading.toFixed(0)} % loading`)
      return (passedMs / passOverMs) * 100
    }),
  )
  return { name: 'longest passing over, many models (bound 100)', samples }
}

export function measureRandom(log: Log, count: number): Series {
  const tries = Array.from({ length: count }, (_, seed) => tryRandom(seed))
  const sum = (of: (one: (typeof tries)[number]) => number) => tries.reduce((total, one) => total + of(one), 0)
  const longest = Math.max(...tries.map(({ passedMs }) => passedMs))
  const inStint = Math.max(...tries.map(({ passedWithStintsMs }) => passedWithStintsMs))
  log(`${count} random scenarios, ${sum(({ jobs }) => jobs)} jobs: ${sum(({ starved }) => starved)} never started`)
  log(`longest wait passed over there: ${seconds(longest)} of ${seconds(passOverMs)}, with stints ${seconds(inStint)}`)
  return {
    name: 'longest passing over, random (bound 100)',
    samples: tries.map((one) => (one.passedMs / passOverMs) * 100),
  }
}

/** 200 queues of 32 jobs and more, 16 GPUs. */
export function measureChoosing(log: Log): void {
  const random = makeRandom(5)
  const tiers: readonly Tier[] = ['draft', 'standard', 'quality', 'premium']
  const queues = Array.from({ length: 200 }, (_, index) => {
    const jobs = Array.from({ length: 32 }, (_, place) => {
      const priority = 1_000_000 - Math.floor(random() * 1_000) - place * 1_000
      return { id: `${index}-${place}`, lane: 'batch' as const, priority, sinceMs: 0 }
    })
    const quality = index % 2 ? ('draft' as const) : ('final' as const)
    return { name: `queue-${index}`, warmKey: `model-${index % 40}`, quality, jobs, count: 32, servedAtMs: null }
  })
  const nodes = Array.from({ length: 16 }, (_, index) => ({
    ...{ id: `node-${index}`, tier: tiers[index % 4] ?? 'standard', isOpen: true, inHand: 1, warmSinceMs: 0 },
    ...{ freeAtMs: 60_000 + random() * 1_000, warmKey: `model-${index}` },
    works: new Map(queues.map(({ name }) => [name, { runMs: 2_000 + random() * 4_000 * (1 + index), loadMs: 10_000 }])),
  }))
  const fleet: Fleet = { queues, nodes, nowMs: 60_000 }
  for (let i = 0; i < 20; i++) for (const { id } of nodes) chooseNext(fleet, id)
  const before = process.cpuUsage()
  for (let i = 0; i < 20; i++) for (const { id } of nodes) chooseNext(fleet, id)
  const { user, system } = process.cpuUsage(before)
  log(
    `one choice among 200 queues of 32 for 16 GPUs: ${((user + system) / 1_000 / 320).toFixed(2)} ms of processor time`,
  )
}
