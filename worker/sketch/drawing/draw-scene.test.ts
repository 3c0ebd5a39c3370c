import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { imagesOf, type Picture } from '../pictures/images.ts'
import { drawScene } from './draw-scene.ts'
import { readWords } from './read-words.ts'
import type { Scene } from './scene.ts'

const scene: Scene = {
  width: 192,
  height: 108,
  words: 'a boat on the sea at dusk',
  seed: 7n,
  model: 'sd15.safetensors',
  loras: [],
  references: [],
  controls: [],
}

function flat(value: number): Picture {
  return { width: 32, height: 32, data: new Uint8Array(32 * 32 * 3).fill(value) }
}

/** The share of pixels that a person would call different. */
function difference(a: Picture, b: Picture): number {
  let count = 0
  for (let at = 0; at < a.data.length; at++) if (Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0)) > 8) count++
  return count / a.data.length
}

describe('a drawing', () => {
  it('is the same for the same scene', async () => {
    expect(await drawScene(scene)).toEqual(await drawScene({ ...scene }))
  })

  it.each<[string, Partial<Scene>]>([
    ['the words', { words: 'a boat on the sea at night' }],
    ['a word that means nothing here', { words: 'a boat on the sea at dusk, serendipity' }],
    ['the seed', { seed: 8n }],
    ['a seed that differs only past 2^53', { seed: 9_007_199_254_740_999n }],
    ['a LoRA', { loras: [{ name: 'ink.safetensors', weight: 1 }] }],
    ['the model', { model: 'sdxl.safetensors' }],
    ['a reference', { references: [imagesOf([flat(200)])] }],
    ['a control picture', { controls: [{ images: imagesOf([flat(255)]), strength: 1 }] }],
    ['an init image', { init: { picture: flat(10), strength: 0.4 } }],
  ])('shows %s', async (_what, change) => {
    const [before, after] = [await drawScene(scene), await drawScene({ ...scene, ...change })]
    expect(difference(before, after)).toBeGreaterThan(0.02)
  })

  it('changes more with a stronger LoRA, and keeps more of an init image that was to change less', async () => {
    const plain = await drawScene(scene)
    const withLora = (weight: number) => drawScene({ ...scene, loras: [{ name: 'neon.safetensors', weight }] })
    expect(meanDistance(plain, await withLora(1.5))).toBeGreaterThan(meanDistance(plain, await withLora(0.3)))
    const from = (strength: number) => drawScene({ ...scene, init: { picture: flat(0), strength } })
    expect(meanDistance(plain, await from(0.3))).toBeGreaterThan(meanDistance(plain, await from(0.9)))
  })

  it('comes in every size, for every text and seed', async () => {
    const side = fc.integer({ min: 1, max: 96 })
    const words = fc.string({ unit: 'binary' })
    const asked = fc.record({ width: side, height: side, words, seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) })
    const isDrawn = fc.asyncProperty(asked, async (change) => {
      const { data, width, height } = await drawScene({ ...scene, ...change })
      expect([width, height]).toEqual([change.width, change.height])
      expect(data.length).toBe(width * height * 3)
    })
    await fc.assert(isDrawn, { numRuns: 60 })
  })
})

function meanDistance(a: Picture, b: Picture): number {
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length
}

describe('reading words', () => {
  it.each([
    ['Two knights in a snowy forest at midnight', { time: 'night', place: 'forest', weather: 'snow', people: 2 }],
    ['rainy city streets', { place: 'city', weather: 'rain' }],
    ['a lighthouse above the ocean, sunrise', { time: 'dawn', place: 'sea', things: ['tower'] }],
    ['a red boat', { place: 'sea', colours: ['#c8323c'], things: ['boat'] }],
  ])('finds in "%s" what it knows', (text, expected) => {
    expect(readWords(text)).toMatchObject(expected)
  })

  it('takes words as words', () => {
    expect(readWords('constructor __proto__ toString')).toMatchObject({ things: [], colours: [] })
  })
})
