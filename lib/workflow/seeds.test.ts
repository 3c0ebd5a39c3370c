import { expect, test } from 'vitest'
import type { Graph, GraphValue } from './graph.ts'
import { setSeeds } from './seeds.ts'

const sampler = (seed: GraphValue): Graph => ({ '1': { class_type: 'KSampler', inputs: { seed } } })

function seedOf(graph: Graph) {
  const isUsed = setSeeds(graph, { template: structuredClone(graph), seed: 7n })
  return [isUsed, graph['1']?.inputs.seed]
}

test.each([[5], [-1], [2n ** 63n]])('a seed of %s that is written down gives way', (seed) => {
  expect(seedOf(sampler(seed))).toEqual([true, 7n])
})

test('a seed handed over by another node is set there', () => {
  const graph: Graph = { ...sampler(['2', 0]), '2': { class_type: 'PrimitiveInt', inputs: { value: 3 } } }
  expect(seedOf(graph)[0]).toBe(true)
  expect(graph['2']?.inputs.value).toBe(7n)
})

test('beside a placeholder, what the author wrote stays, but not -1', () => {
  const template: Graph = {
    '1': { class_type: 'KSampler', inputs: { seed: '{{seed}}' } },
    '2': { class_type: 'KSampler', inputs: { seed: 42 } },
    '3': { class_type: 'KSampler', inputs: { seed: -1 } },
  }
  const graph = structuredClone(template)
  expect(setSeeds(graph, { template, seed: 7n })).toBe(true)
  expect([graph['2']?.inputs.seed, graph['3']?.inputs.seed]).toEqual([42, 7n])
})

test('noise that is not added needs no seed', () => {
  const graph: Graph = { '1': { class_type: 'KSamplerAdvanced', inputs: { add_noise: 'disable', noise_seed: 0 } } }
  expect(setSeeds(graph, { template: graph, seed: 7n })).toBe(false)
  expect(graph['1']?.inputs.noise_seed).toBe(0)
})
