import { expect, it } from 'vitest'
import { sampleRecipe } from '#lib/testing/recipes.ts'
import { chooseSeed, seedRecipe } from './choose-seed.ts'

const draft = { kind: 'image', seed: '7', pictureIndex: 2 } as const
const choose = (given: Partial<Parameters<typeof chooseSeed>[0]>) =>
  chooseSeed({ kind: 'image', pinned: null, ...given })

it.each<[string, Partial<Parameters<typeof chooseSeed>[0]>, bigint, number]>([
  ['as asked for', { seed: '9' }, 9n, 0],
  ['and which picture, as asked for', { seed: '9', pictureIndex: 3 }, 9n, 3],
  ['as pinned', { pinned: '8' }, 8n, 0],
  ['as asked for, whatever is pinned', { seed: '9', pinned: '8' }, 9n, 0],
  ['of the draft', { draft }, 7n, 2],
  ['as asked for, whatever the draft has', { seed: '9', draft }, 9n, 0],
  ['as pinned, whatever the draft has', { pinned: '8', draft }, 8n, 0],
  ['of the draft, typed', { seed: '7', draft }, 7n, 2],
  ['of the draft, pinned', { pinned: '7', draft }, 7n, 2],
  ['of the draft, and another picture of it', { seed: '7', pictureIndex: 0, draft }, 7n, 0],
])('the seed is %s', (_, given, ...[seed, pictureIndex]) => {
  expect(choose(given)).toEqual({ seed, pictureIndex })
})

it('a new one is drawn where nothing says otherwise, and beside a draft of another kind', () => {
  const drawn = [choose({}), choose({ seed: null }), choose({ kind: 'image_to_image', draft })]
  expect(new Set(drawn.map(({ seed }) => seed)).size).toBe(3)
  expect(drawn.map(({ pictureIndex }) => pictureIndex)).toEqual([0, 0, 0])
})

it('a recipe says which picture, and the seed only where one is pinned', () => {
  expect(seedRecipe(sampleRecipe, { seed: 7n, pictureIndex: 0 }).recipe).toEqual(sampleRecipe)
  const { recipe } = seedRecipe({ ...sampleRecipe, seed: '8' }, { seed: 7n, pictureIndex: 2 })
  expect(recipe).toEqual({ ...sampleRecipe, seed: '7', pictureIndex: 2 })
})
