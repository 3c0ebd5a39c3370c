import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { imagesOf, type Picture } from '../pictures/images.ts'
import { stampCaption } from './caption.ts'
import { createChance } from './chance.ts'
import { drawScene } from './draw-scene.ts'
import { drawFigures } from './figures.ts'
import { setFrame } from './frame.ts'
import { findGround } from './land.ts'
import { type Reading, readWords } from './read-words.ts'
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

  it('has its size and its colours when it is coarse, too', async () => {
    const [fine, coarse] = [await drawScene(scene), await drawScene({ ...scene, isCoarse: true })]
    expect(coarse).toMatchObject({ width: 192, height: 108, data: { length: fine.data.length } })
    const meanOf = ({ data }: Picture) => data.reduce((sum, value) => sum + value, 0) / data.length
    expect(Math.abs(meanOf(coarse) - meanOf(fine))).toBeLessThan(8)
    expect(await drawScene({ ...scene, isCoarse: true, seed: 8n })).not.toEqual(coarse)
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

describe('where things are', () => {
  const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
  const frameOf = (words: string, seed: bigint) => setFrame({ words, seed, aspect: 1.8, tint: undefined })
  const feet = (svg: string) => [...svg.matchAll(/<g transform="translate\(\S+ (\d+)\)/g)].map(([, y]) => Number(y))

  it.each([
    'a tree by the lake',
    'two people in the harbour',
    'a man in the city',
    'a dog in a room',
    'a house on a hill',
  ])('%s: nothing stands on water, on a wall or in the sky', (words) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const frame = frameOf(words, seed)
        const standing = feet(drawFigures({ ...frame, reading: withoutBoat(frame.reading) }, createChance('f', seed)))
        expect(standing.length).toBeGreaterThan(0)
        for (const y of standing) expect(y).toBeGreaterThanOrEqual(Math.floor(findGround(frame)))
        expect(findGround(frame)).toBeGreaterThan(frame.horizon + 20)
      }),
      { numRuns: 40 },
    )
  })

  const withoutBoat = (reading: Reading): Reading => ({
    ...reading,
    things: reading.things.filter((thing) => thing !== 'boat'),
  })
})

describe('the caption', () => {
  const grey = { width: 400, height: 225, data: new Uint8Array(400 * 225 * 3).fill(128) }

  it('covers the one that is there already, and says another seed otherwise', async () => {
    const [first, second] = [await stampCaption(grey, 2n ** 64n - 1n), await stampCaption(grey, 7n)]
    expect(difference(first, second)).toBeGreaterThan(0)
    // But for the soft edge of its round corner.
    expect(difference(await stampCaption(first, 7n), second)).toBeLessThan(0.0001)
    expect(grey.data.every((value) => value === 128)).toBe(true)
  })

  it('fits onto pictures of every shape', async () => {
    for (const [width, height] of [
      [1, 1],
      [3, 400],
      [400, 3],
    ] as const) {
      const data = new Uint8Array(width * height * 3)
      expect(await stampCaption({ width, height, data }, 1n)).toMatchObject({ width, height })
    }
  })
})

function meanDistance(a: Picture, b: Picture): number {
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? 0)), 0) / a.data.length
}

describe('reading words', () => {
  it.each([
    ['Two knights in a snowy forest at midnight', { time: 'night', place: 'forest', weather: 'snow', people: 2 }],
    ['rainy city streets', { place: 'city', weather: 'rain' }],
    ['a lighthouse above the ocean, sunrise', { time: 'dawn', place: 'sea', things: ['lighthouse'] }],
    ['a boat in the harbour', { place: 'sea', things: ['boat'], hasQuay: true }],
    ['a lighthouse on a cliff, waves below', { place: 'sea', things: ['lighthouse'] }],
    ['a house on the quay', { place: 'sea', things: ['house'], hasQuay: true }],
    ['a cat and a dog on a chair', { place: 'room', things: ['cat', 'dog', 'chair'] }],
    ['a kitchen at night', { place: 'room', time: 'night' }],
    ['close-up of a sailor', { isClose: true, people: 1, things: ['person'] }],
    ['a cottage with a red roof', { place: 'hills', things: ['house'] }],
    ['a red boat', { place: 'sea', colours: ['#c8323c'], things: ['boat'] }],
  ])('finds in "%s" what it knows', (text, expected) => {
    expect(readWords(text)).toMatchObject(expected)
  })

  it('takes words as words', () => {
    expect(readWords('constructor __proto__ toString')).toMatchObject({ things: [], colours: [] })
  })
})
