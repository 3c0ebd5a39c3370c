import { describe, expect, it } from 'vitest'
import type { Graph } from '#lib/workflow/graph.ts'
import { needsOf, queueNameOf, warmKeyOf, workOf } from './needs.ts'

const graph: Graph = {
  '4': { class_type: 'KSampler', inputs: { model: ['2', 0], seed: 7n, steps: 20 } },
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'base.safetensors' } },
  '2': { class_type: 'LoraLoader', inputs: { model: ['1', 0], lora_name: 'mira.safetensors', strength_model: 1 } },
  '3': { class_type: 'LoadImage', inputs: { image: 'framewright/reference.png' } },
}
const manifest = { id: 'mine', capabilities: ['sdxl', 'controlnet'], models: { clip_vision: ['vision.safetensors'] } }
const made = (changed: Graph = graph) =>
  needsOf({ graph: changed, manifest, quality: 'final', renderedSize: { width: 768, height: 1_344 } })

describe('what a graph needs', () => {
  it('is its node types, its models by folder and the longer side', () => {
    expect(made()).toEqual({
      workflow: 'mine',
      quality: 'final',
      capabilities: ['controlnet', 'sdxl'],
      nodeTypes: ['CheckpointLoaderSimple', 'KSampler', 'LoadImage', 'LoraLoader'],
      models: [
        { folder: 'checkpoints', name: 'base.safetensors' },
        { folder: 'clip_vision', name: 'vision.safetensors' },
        { folder: 'loras', name: 'mira.safetensors' },
      ],
      longestSide: 1_344,
    })
  })

  it('leaves prompts, seeds and uploaded pictures out, and the order of the nodes', () => {
    const other: Graph = {
      '3': { class_type: 'LoadImage', inputs: { image: 'framewright/other.png' } },
      '2': graph['2'] ?? { class_type: '', inputs: {} },
      '1': graph['1'] ?? { class_type: '', inputs: {} },
      '9': { class_type: 'KSampler', inputs: { model: ['2', 0], seed: 8n, steps: 4 } },
    }
    expect(queueNameOf(made(other))).toBe(queueNameOf(made()))
  })
})

describe('a queue', () => {
  it('is another for each thing that is needed', () => {
    const needs = made()
    const names = [
      needs,
      { ...needs, quality: 'draft' as const },
      { ...needs, longestSide: 1_024 },
      { ...needs, nodeTypes: [...needs.nodeTypes, 'SaveImage'] },
      { ...needs, capabilities: [] },
      { ...needs, models: needs.models.slice(1) },
      { ...needs, workflow: 'other' },
    ].map(queueNameOf)
    expect(new Set(names).size).toBe(names.length)
    // As pg-boss takes them.
    for (const name of names) expect(name).toMatch(/^[\w.\-/]+$/)
  })

  it('is another for each number in one go, and for one what it was before there were several', () => {
    const several = (count: number) => needsOf({ graph, manifest, quality: 'draft', renderedSize: null, count })
    const names = [1, 2, 4].map((count) => queueNameOf(several(count)))
    expect(new Set(names).size).toBe(3)
    expect(several(1)).not.toHaveProperty('count')
    expect(queueNameOf(made())).toBe('render.mine.final.e602151bcf456d4c')
    expect([1, 4].map((count) => workOf(several(count)))).toEqual(['mine draft any', 'mine draft any x4'])
  })

  it('shares its loaded models with one that differs in LoRAs alone', () => {
    const needs = made()
    const without = needs.models.filter(({ folder }) => folder !== 'loras')
    expect(warmKeyOf({ ...needs, models: without })).toBe(warmKeyOf(needs))
    expect(warmKeyOf({ ...needs, models: without.slice(1) })).not.toBe(warmKeyOf(needs))
  })

  it('takes as long as others of its workflow, quality and size', () => {
    expect(workOf(made())).toBe('mine final 1344')
    expect(workOf({ ...made(), longestSide: null })).toBe('mine final any')
  })
})
