import { describe, expect, it } from 'vitest'
import { indexAbilities } from './abilities.ts'
import { type Runner, splitByAbility } from './can-run.ts'
import type { Needs } from './needs.ts'

const needs: Needs = {
  workflow: 'sdxl_txt2img',
  quality: 'final',
  capabilities: ['sdxl'],
  nodeTypes: ['CheckpointLoaderSimple', 'KSampler'],
  models: [{ folder: 'checkpoints', name: 'sd_xl_base_1.0.safetensors' }],
  longestSide: 1_344,
}

const abilities = indexAbilities({
  nodeTypes: ['CheckpointLoaderSimple', 'KSampler', 'SaveImage'],
  models: { checkpoints: ['xl\\sd_xl_base_1.0.safetensors', 'other.safetensors'] },
})

type Named = Runner & { name: string }
const node = (name: string, more: Partial<Runner> = {}): Named => ({
  ...{ name, capabilities: undefined, maxResolution: undefined, maxBatch: 1, abilities, ...more },
})
const able = (nodes: Named[], wanted = needs) => splitByAbility(nodes, wanted).able.map(({ name }) => name)
const lacks = (more: Partial<Runner>, wanted = needs) => splitByAbility([node('a', more)], wanted).unable[0]?.lacks

describe('several in one go', () => {
  const four: Needs = { ...needs, count: 4 }

  it('are for GPUs that make so many', () => {
    expect(able([node('small'), node('right', { maxBatch: 4 }), node('large', { maxBatch: 8 })], four)).toEqual([
      'right',
      'large',
    ])
    expect(lacks({ maxBatch: 2 }, four)).toEqual([{ kind: 'count', count: 4, limit: 2 }])
  })

  it('are no matter of size: no GPU that makes fewer stands in', () => {
    expect(able([node('a', { maxBatch: 2, maxResolution: 512 })], four)).toEqual([])
    expect(able([node('a', { maxBatch: 4, maxResolution: 512 })], four)).toEqual(['a'])
  })
})

describe('a GPU', () => {
  it('that has everything can run it, its model in whichever folder of the server', () => {
    expect(able([node('a')])).toEqual(['a'])
    const inFolder = [{ folder: 'checkpoints', name: 'xl/sd_xl_base_1.0.safetensors' }]
    expect(able([node('a')], { ...needs, models: inFolder })).toEqual(['a'])
  })

  it('that was not asked yet is judged by what it is said to be able to do', () => {
    expect(able([node('a', { abilities: undefined })])).toEqual(['a'])
    expect(lacks({ abilities: undefined, capabilities: ['sd15'] })).toEqual([{ kind: 'capability', name: 'sdxl' }])
  })

  it('is told what it lacks, each thing once', () => {
    const wanted: Needs = {
      ...needs,
      nodeTypes: ['KSampler', 'IPAdapter'],
      models: [{ folder: 'checkpoints', name: 'gone.safetensors' }],
    }
    expect(lacks({ capabilities: ['flux'], maxResolution: 1_024 }, wanted)).toEqual([
      { kind: 'capability', name: 'sdxl' },
      { kind: 'node_type', name: 'IPAdapter' },
      { kind: 'model', folder: 'checkpoints', name: 'gone.safetensors' },
      { kind: 'size', longestSide: 1_344, limit: 1_024 },
    ])
  })

  it('of which nobody knows the folder of a model is left to say so itself', () => {
    const models = [{ folder: 'photomaker', name: 'face.bin' }]
    expect(able([node('a')], { ...needs, models })).toEqual(['a'])
  })
})

describe('a size that is too large', () => {
  const small = { maxResolution: 768 }
  const middle = { maxResolution: 1_024 }

  it('is left to those that can draw it', () => {
    expect(able([node('small', small), node('any')])).toEqual(['any'])
  })

  it('is drawn smaller by those with the highest limit when it is too large for all', () => {
    expect(able([node('small', small), node('middle', middle)])).toEqual(['middle'])
    expect(splitByAbility([node('small', small), node('middle', middle)], needs).unable).toHaveLength(1)
  })

  it('makes nobody able who lacks something else', () => {
    expect(able([node('a', { ...middle, capabilities: ['flux'] }), node('small', small)])).toEqual(['small'])
  })
})
