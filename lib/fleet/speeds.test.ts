import { describe, expect, it } from 'vitest'
import { useDatabase } from '#lib/testing/database.ts'
import { type Loading, learnSpeed } from './learn-speed.ts'
import { type Needs, warmKeyOf, workOf } from './needs.ts'
import { knowSpeeds, learn, workOfLoading } from './speeds.ts'

const needs: Needs = {
  workflow: 'sdxl',
  quality: 'final',
  capabilities: ['sdxl'],
  nodeTypes: ['KSampler'],
  models: [{ folder: 'checkpoints', name: 'a.safetensors' }],
  longestSide: 1024,
}
const fast = { id: 'fast', tier: 'premium' } as const
const slow = { id: 'slow', tier: 'standard' } as const
const nodes = [fast, slow]

describe('what is known of a speed', () => {
  it('is a guess at first, by the kind of work and the tier', () => {
    const speeds = knowSpeeds([], nodes)
    expect(speeds('slow', needs)).toMatchObject({ isLearned: false })
    expect(speeds('fast', needs).runMs).toBeLessThan(speeds('slow', needs).runMs)
    expect(speeds('slow', { ...needs, capabilities: ['video'] }).runMs).toBeGreaterThan(speeds('slow', needs).runMs)
    expect(speeds('slow', { ...needs, models: [] }).loadMs).toBe(0)
  })

  it('is what was measured, and for another GPU what that makes likely', () => {
    const rows = [
      { nodeId: 'fast', work: workOf(needs), runMs: 1_000, samples: 3 },
      { nodeId: 'fast', work: workOfLoading(warmKeyOf(needs)), runMs: 700, samples: 1 },
    ]
    const speeds = knowSpeeds(rows, nodes)
    expect(speeds('fast', needs)).toEqual({ runMs: 1_000, loadMs: 700, isLearned: true })
    expect(speeds('slow', needs)).toEqual({ runMs: 2_000, loadMs: 700, isLearned: false })
  })

  it('of a draft that is drawn as large is that of a final, and the other way round', () => {
    const speeds = knowSpeeds([{ nodeId: 'fast', work: workOf(needs), runMs: 1_000, samples: 3 }], nodes)
    const draft: Needs = { ...needs, quality: 'draft' }
    expect(speeds('fast', draft)).toMatchObject({ runMs: 1_000, isLearned: false })
    expect(speeds('slow', draft)).toMatchObject({ runMs: 2_000, isLearned: false })
  })

  it('of several in one go is learned apart, and until then that of one so many times', () => {
    const four: Needs = { ...needs, count: 4 }
    const one = { nodeId: 'fast', work: workOf(needs), runMs: 1_000, samples: 3 }
    expect(knowSpeeds([one], nodes)('fast', four)).toMatchObject({ runMs: 4_000, isLearned: false })
    expect(knowSpeeds([one], nodes)('slow', four)).toMatchObject({ runMs: 8_000, isLearned: false })
    expect(knowSpeeds([], nodes)('slow', four).runMs).toBe(4 * knowSpeeds([], nodes)('slow', needs).runMs)
    const both = knowSpeeds([one, { ...one, work: workOf(four), runMs: 2_500 }], nodes)
    expect(both('fast', four)).toMatchObject({ runMs: 2_500, isLearned: true })
    expect(both('fast', needs)).toMatchObject({ runMs: 1_000, isLearned: true })
  })

  it('of a draft is expected to be shorter', () => {
    const speeds = knowSpeeds([], nodes)
    expect(speeds('slow', { ...needs, quality: 'draft' }).runMs).toBeLessThan(speeds('slow', needs).runMs / 2)
  })

  it('is short of one that is known to be fast, which says nothing about others', () => {
    const sketch = { id: 'sketch', tier: 'draft', pace: 0.1 } as const
    expect(knowSpeeds([], [slow, sketch])('sketch', needs)).toMatchObject({ runMs: 1_200, loadMs: 600 })
    const seen = [{ nodeId: 'sketch', work: workOf(needs), runMs: 900, samples: 3 }]
    expect(knowSpeeds(seen, [slow, sketch])('slow', needs).runMs).toBe(12_000)
  })

  it('follows what changes within a handful, and forgets an odd first one', () => {
    let known = learn(undefined, 2_500)
    for (let times = 0; times < 6; times++) known = learn(known, 1_000)
    expect(known.samples).toBe(7)
    expect(known.runMs).toBeGreaterThan(1_000)
    expect(known.runMs).toBeLessThan(2_000)
  })
})

describe('a run that took far longer than ever', () => {
  const expectedAfter = (runsMs: readonly number[]) =>
    runsMs.reduce<ReturnType<typeof learn> | undefined>((known, ms) => learn(known, ms), undefined)?.runMs ?? 0
  const usual = Array.from({ length: 5 }, () => 5_000)

  it('changes what is expected a little, for it was an accident', () => {
    expect(expectedAfter([...usual, 60_000])).toBeLessThan(10_000)
    expect(expectedAfter([...usual, 60_000, 5_000, 5_000])).toBeLessThan(7_000)
  })

  it('is believed when those after it take as long', () => {
    expect(expectedAfter([...usual, ...Array.from({ length: 8 }, () => 60_000)])).toBeGreaterThan(40_000)
  })

  it('and was the first of all is forgotten by the second', () => {
    expect(expectedAfter([60_000, 5_000])).toBeLessThan(10_000)
    expect(expectedAfter([60_000, 5_000, 5_000])).toBeLessThan(8_000)
  })
})

describe('a run', () => {
  const database = useDatabase()
  const run = (ms: number, loading: Loading) => learnSpeed({ db: database.db }, { nodeId: 'a', needs, ms, loading })
  const known = async () => {
    const rows = await database.db.gpuSpeed.findMany()
    return knowSpeeds(rows, [{ id: 'a', tier: 'standard' }])('a', needs)
  }

  it('teaches drawing and loading apart', async () => {
    // With its loading in it, which is a guess until there is one without.
    await run(11_000, 'unknown')
    expect((await known()).runMs).toBe(5_000)
    await run(2_000, 'not needed')
    expect((await known()).runMs).toBe(2_000)
    await run(12_000, 'needed')
    await run(2_500, 'unknown')
    expect(await known()).toEqual({ runMs: 2_000, loadMs: 10_000, isLearned: true })
  })
})
