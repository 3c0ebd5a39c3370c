import { expect, it } from 'vitest'
import type { Graph } from '#lib/workflow/graph.ts'
import { followProgress } from './progress.ts'

const graph: Graph = {
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' }, _meta: { title: 'Model' } },
  '2': { class_type: 'KSampler', inputs: { steps: 20, model: ['1', 0] } },
  '3': { class_type: 'VAEDecode', inputs: { samples: ['2', 0] } },
}

it('goes with the steps, never back, and never says that it is done', () => {
  let now = 0
  const { hear } = followProgress(graph, () => now)
  expect(hear({ type: 'started' })).toBeUndefined()
  expect(hear({ type: 'node', nodeId: '1' })).toEqual({
    value: 0,
    max: 1,
    percent: 0,
    node: 'Model',
    secondsLeft: null,
  })
  hear({ type: 'node', nodeId: '2' })
  const seen = Array.from({ length: 20 }, (_, step) => {
    now += 500
    return hear({ type: 'progress', nodeId: '2', value: step + 1, max: 20 })
  })
  expect(seen[9]).toEqual({ value: 10, max: 20, percent: 50, node: 'KSampler', secondsLeft: 5 })
  const percents = seen.map((one) => one?.percent ?? 0)
  expect(percents).toEqual([...percents].sort((a, b) => a - b))
  expect(hear({ type: 'node', nodeId: '3' })).toMatchObject({ percent: 95, node: 'VAEDecode' })
  expect(hear({ type: 'progress', nodeId: '3', value: 9, max: 1 })?.percent).toBe(99)
  expect(hear({ type: 'progress', nodeId: '2', value: 1, max: 20 })?.percent).toBe(99)
})

it('counts what was there already', () => {
  const { hear } = followProgress(graph, () => 0)
  hear({ type: 'cached', nodeIds: ['1', '2'] })
  expect(hear({ type: 'node', nodeId: '3' })?.percent).toBe(95)
})

it('does not stumble over nodes it does not know', () => {
  const { hear } = followProgress({}, () => 0)
  expect(hear({ type: 'progress', nodeId: 'x:1', value: 1, max: 0 })).toMatchObject({ max: 1, node: '' })
})
