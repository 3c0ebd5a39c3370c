import { describe, expect, test } from 'vitest'
import { manyModels, randomScenario, threeModels, unequalNodes } from '#lib/testing/fleet-scenarios.ts'
import {
  longestPasses,
  tryFiveHundredThenOne,
  tryRandom,
  tryThreeModels,
  tryUnequalNodes,
} from '#lib/testing/schedule-trials.ts'
import { type Scenario, simulate } from '#lib/testing/simulate-fleet.ts'
import type { Fleet } from './choice.ts'
import { passOverMs } from './choose-line.ts'
import { estimateStarts } from './estimate-starts.ts'

describe('a simulated fleet', () => {
  test.each([
    { runsMs: [4_000, 4_000, 4_000] },
    { runsMs: [2_000, 3_000, 6_000] },
    { runsMs: [1_000, 1_000, 1_000] },
    { runsMs: [8_000, 8_000, 8_000] },
  ])('takes little more than the best for three models on two GPUs, $runsMs', ({ runsMs }) => {
    for (const seed of [1, 2, 3]) expect(tryThreeModels({ seed, runsMs }).ratio).toBeLessThanOrEqual(1.1)
  })

  test.each([
    { runsMs: [2_000, 3_000, 5_000, 8_000], count: 100 },
    { runsMs: [2_000, 3_000, 5_000, 8_000], count: 5 },
    { runsMs: [1_000, 1_000, 1_000, 30_000], count: 100 },
    { runsMs: [1_000, 7_000, 13_000, 29_000], count: 20 },
  ])('divides $count drafts among GPUs that take $runsMs as well as can be', ({ runsMs, count }) => {
    expect(tryUnequalNodes({ runsMs, count }).ratio).toBeLessThanOrEqual(1.05)
  })

  test('who asks for one comes next after who asked for 500', () => {
    for (const nodeCount of [1, 4]) {
      expect(tryFiveHundredThenOne({ nodeCount, askedAtMs: 13_000 })).toEqual({ chosen: 1, started: 1 })
      // By then the next ones are with the GPUs already.
      expect(tryFiveHundredThenOne({ nodeCount, askedAtMs: 17_500 })).toEqual({ chosen: 1, started: nodeCount + 1 })
    }
  })

  test('passes over no line for too long, and loads for a third of the time at most', () => {
    for (const models of [3, 6, 12]) {
      const scenario = manyModels({ models, nodeCount: 2, seed: models })
      const simulated = simulate(scenario)
      const loadedMs = simulated.starts.reduce((sum, { loadMs }) => sum + loadMs, 0)
      expect(longestPasses(simulated).passedMs).toBeLessThanOrEqual(passOverMs)
      expect(loadedMs / (simulated.makespanMs * scenario.nodes.length)).toBeLessThan(0.34)
    }
  })

  test('starves nobody, whatever happens', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { starved, passedMs } = tryRandom(seed)
      expect({ seed, starved, isTooLong: passedMs > passOverMs }).toEqual({ seed, starved: 0, isTooLong: false })
    }
  })

  test('leaves to others what these have done sooner', () => {
    let [left, late] = [0, 0]
    for (let seed = 0; seed < 100; seed++) {
      const { starts, leaves } = simulate(calm(randomScenario(seed)))
      const endOf = new Map(starts.map(({ jobId, endMs }) => [jobId, endMs]))
      for (const { jobIds, endMs } of leaves.filter(({ queue }) => queue.includes('draft'))) {
        left++
        // The others do not always do next what they were expected to: a moment later is as good.
        if (jobIds.some((id) => (endOf.get(id) ?? 0) > endMs + 2_000)) late++
      }
    }
    expect(left).toBeGreaterThan(100)
    expect(late).toBe(0)
  })
})

describe('what is expected', () => {
  /** The fleet as it was when the first job was chosen. */
  function fleetOf(scenario: Scenario): Fleet {
    const fleets: Fleet[] = []
    simulate({ ...scenario, watch: (fleet) => fleets.push(fleet) })
    const [first] = fleets
    if (!first) throw new Error('Nothing was chosen.')
    return first
  }

  test.each([
    { name: 'three models', scenario: threeModels({ seed: 1, runsMs: [4_000, 4_000, 4_000] }) },
    { name: 'unequal GPUs', scenario: unequalNodes({ runsMs: [2_000, 3_000, 5_000, 8_000], count: 32 }) },
  ])('happens: $name', ({ scenario }) => {
    const expected = estimateStarts(fleetOf(scenario))
    const { starts } = simulate(scenario)
    expect(expected.size).toBe(scenario.jobs.length)
    for (const { jobId, startMs } of starts) {
      // What is prepared is chosen a little earlier than it is needed.
      expect(Math.abs((expected.get(jobId)?.startMs ?? 0) - startMs)).toBeLessThanOrEqual(10_000)
    }
  })

  test('nothing of what no GPU can run', () => {
    const scenario = threeModels({ seed: 1, runsMs: [4_000, 4_000, 4_000] })
    const fleet = fleetOf(scenario)
    const nodes = fleet.nodes.map((node) => ({ ...node, works: new Map([...node.works].slice(0, 1)) }))
    const expected = estimateStarts({ ...fleet, nodes })
    expect(expected.size).toBe(30)
    expect(estimateStarts({ ...fleet, nodes: [] }).size).toBe(0)
  })
})

/** Everything is asked for and takes as long as expected, and nobody goes away. */
function calm({ nodes, queues, jobs }: Scenario): Scenario {
  return {
    queues,
    nodes: nodes.map(({ id, tier, works }) => ({ id, tier, works })),
    jobs: jobs.filter(({ lane }) => lane !== 'idle'),
  }
}
