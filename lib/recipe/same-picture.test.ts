import { expect, it } from 'vitest'
import { sampleRecipe } from '#lib/testing/recipes.ts'
import type { Recipe } from './recipe.ts'
import { isSamePicture, type Shown } from './same-picture.ts'
import { draftReason, redoReason, staleBecause } from './stale.ts'

const shown: Shown = { kind: 'image', seed: '7', pictureIndex: 0, staleBecause: [] }
type Asked = Parameters<typeof isSamePicture>[1]
const again: Asked = { seed: '7', pictureIndex: 0 }

it.each<[string, Partial<Shown>, Partial<Asked>]>([
  ['nothing is different', {}, {}],
  ['another was asked for by hand', { staleBecause: [redoReason] }, {}],
  ['it is the same of several of one seed', { pictureIndex: 2 }, { pictureIndex: 2 }],
])('the same picture would be made when %s', (_, part, asked) => {
  expect(isSamePicture({ ...shown, ...part }, { ...again, ...asked })).toBe(true)
})

it.each<[string, Partial<Shown>, Partial<Asked>]>([
  ['the seed is another', {}, { seed: '8' }],
  ['the seed is drawn anew', {}, { seed: null }],
  ['the workflow has no use for a seed', { seed: null }, { seed: null }],
  ['it is another of the same seed', {}, { pictureIndex: 1 }],
  ['it is the final of a draft', { staleBecause: [draftReason] }, {}],
  ['the prompt changed', { staleBecause: ['prompt changed'] }, {}],
  ['the shown one was drawn from another picture', { kind: 'upscale' }, {}],
])('another picture would be made when %s', (_, part, asked) => {
  expect(isSamePicture({ ...shown, ...part }, { ...again, ...asked })).toBe(false)
})

it('a seed that is pinned since, whichever, leaves the rest of the recipe as it is', () => {
  const drawn: Recipe = { ...sampleRecipe, seed: null }
  for (const pinned of [null, '7', '8']) {
    const reasons = staleBecause({ ...drawn, seed: pinned }, { recipe: drawn, seed: '7' })
    expect(isSamePicture({ ...shown, staleBecause: reasons }, again)).toBe(true)
  }
})
