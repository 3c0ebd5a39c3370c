import { describe, expect, it } from 'vitest'
import type { Graph } from '#lib/workflow/graph.ts'
import { followProgress } from './progress.ts'

const graph: Graph = {
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' }, _meta: { title: 'Model' } },
  '2': { class_type: 'KSampler', inputs: { steps: 20, model: ['1', 0] } },
  '3': { class_type: 'VAEDecode', inputs: { samples: ['2', 0] } },
}
/** The steps are set beside the sampler, as in the workflows of newer models. */
const scheduled: Graph = {
  '1': { class_type: 'Flux2Scheduler', inputs: { steps: 20 } },
  '2': { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
  '3': { class_type: 'SamplerCustomAdvanced', inputs: { sigmas: ['1', 0], sampler: ['2', 0] } },
  '4': { class_type: 'VAEDecode', inputs: { samples: ['3', 0] } },
}

describe.each([
  ['a sampler with its steps', graph, '2'],
  ['a sampler whose steps are set elsewhere', scheduled, '3'],
])('%s', (_, given, sampler) => {
  it('goes with the steps, never back, and never says that it is done', () => {
    let now = 0
    const { hear } = followProgress(given, () => now)
    hear({ type: 'started' })
    hear({ type: 'node', nodeId: '1' })
    hear({ type: 'node', nodeId: sampler })
    const seen = Array.from({ length: 20 }, (_, step) => {
      now += 500
      return hear({ type: 'progress', nodeId: sampler, value: step + 1, max: 20 })
    })
    expect(seen[9]?.percent).toBeGreaterThan(40)
    expect(seen[9]?.percent).toBeLessThan(60)
    const percents = seen.map((one) => one?.percent ?? 0)
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
    expect(hear({ type: 'node', nodeId: given === graph ? '3' : '4' })?.percent).toBeLessThan(100)
    expect(hear({ type: 'progress', nodeId: sampler, value: 1, max: 20 })?.percent).toBeGreaterThan(85)
  })

  it('says how long it takes when two steps have told, less and less, and nothing when that has passed', () => {
    let now = 0
    const { hear } = followProgress(given, () => now)
    hear({ type: 'node', nodeId: sampler })
    const left = [500, 500, 500, 500, 900, 100, 100].map((ms, index) => {
      now += ms
      return hear({ type: 'progress', nodeId: sampler, value: index + 1, max: 20 })?.secondsLeft ?? null
    })
    expect(left.slice(0, 2)).toEqual([null, null])
    const told = left.slice(2).map(Number)
    expect(told).toEqual([...told].sort((a, b) => b - a))
    now += 60_000
    expect(hear({ type: 'progress', nodeId: sampler, value: 8, max: 20 })?.secondsLeft).toBeNull()
  })
})

it('counts what was there already', () => {
  const { hear } = followProgress(graph, () => 0)
  hear({ type: 'cached', nodeIds: ['1', '2'] })
  expect(hear({ type: 'node', nodeId: '3' })?.percent).toBe(99)
})

it('does not stumble over nodes it does not know', () => {
  const { hear } = followProgress({}, () => 0)
  expect(hear({ type: 'progress', nodeId: 'x:1', value: 1, max: 0 })).toMatchObject({ max: 1, node: '' })
})
