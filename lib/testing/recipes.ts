import fc from 'fast-check'
import type { Lora, Recipe, RecipeCast } from '#lib/recipe/recipe.ts'
import type { Ingredients } from '#lib/recipe/recipe-of.ts'
import { idOf } from './boards.ts'

const words = fc.constantFrom('', 'rain', 'Nova walks', 'rain, neon', 'red (hair, coat:1.2)', 'a, b,, c')
const anyLora: fc.Arbitrary<Lora> = fc.record({
  name: fc.constantFrom('ink', 'face', 'light'),
  weight: fc.constantFrom(-1, 0.5, 0.8, 1),
})
const loras = fc.array(anyLora, { maxLength: 3 })
export const anySeed = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)

const anyMember = fc.record({
  kind: fc.constantFrom('character' as const, 'place' as const, 'prop' as const),
  look: words,
  triggerWords: words,
  loras,
  references: fc.array(fc.constantFrom('aa', 'bb', 'cc'), { maxLength: 3 }),
  workflow: fc.option(fc.constantFrom('flux-2', 'sdxl_txt2img')),
})

/** A cast of up to three, each with an id and a name of its own. */
const anyCast = fc.array(anyMember, { maxLength: 3 }).map((members) => {
  return members.map((member, index) => ({ ...member, id: idOf(31 + index), name: `Member ${index + 1}` }))
})

/** Anything a sentence, its cast and its project may say. */
export const anyIngredients: fc.Arbitrary<Ingredients> = fc.record({
  kind: fc.constantFrom('image', 'image_to_image', 'upscale', 'video'),
  sentence: fc.record({ imagePrompt: words, videoPrompt: words, seed: fc.option(anySeed) }),
  cast: anyCast,
  project: fc.record({
    workflow: fc.option(fc.constantFrom('flux-2', 'z-image-turbo')),
    style: words,
    negative: words,
    width: fc.constantFrom(1920, 1080, 64),
    height: fc.constantFrom(1080, 1920, 64),
    steps: fc.option(fc.integer({ min: 1, max: 100 })),
    cfg: fc.option(fc.constantFrom(1, 3.5, 7)),
    loras,
  }),
  defaultWorkflow: fc.constantFrom('flux-2', 'wan22_i2v'),
  source: fc.option(fc.constantFrom(idOf(41), idOf(42))),
  quality: fc.constantFrom('final', 'draft'),
})

/** One for tables: Nova, in the rain. */
export const sampleRecipe: Recipe = {
  kind: 'image',
  workflow: 'flux-2',
  scene: 'Nova walks in the rain',
  style: 'ink drawing',
  negative: 'blurry',
  cast: [],
  loras: [],
  size: { width: 1920, height: 1080 },
  steps: null,
  cfg: null,
  seed: null,
  source: null,
}

export function sampleMember(change: Partial<RecipeCast> = {}): RecipeCast {
  const nova = { kind: 'character', name: 'Nova', look: 'a woman with red hair', triggerWords: 'nova' } as const
  return { id: idOf(31), ...nova, loras: [], references: [], ...change }
}
