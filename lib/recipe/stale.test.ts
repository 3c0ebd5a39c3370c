import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { anyIngredients, anySeed, sampleMember, sampleRecipe } from '#lib/testing/recipes.ts'
import { hashRecipe, isMadeFrom } from './hash.ts'
import type { Recipe } from './recipe.ts'
import { recipeOf } from './recipe-of.ts'
import { staleBecause } from './stale.ts'
import { readStoredRecipe } from './stored.ts'

const anyRecipe = anyIngredients.map(recipeOf)
const nova = sampleMember()
const ada = sampleMember({ id: idOf(32), name: 'Ada', look: 'a tall woman', triggerWords: '' })

describe('any recipe', () => {
  it('is fresh for the take it is stamped on, whatever seed was drawn', () => {
    fc.assert(
      fc.property(anyRecipe, anySeed, (recipe, drawn) => {
        const made = { recipe: stored(recipe), seed: recipe.seed ?? drawn }
        expect(staleBecause(recipe, made)).toEqual([])
        expect(isMadeFrom(recipe, { recipeHash: hashRecipe(recipe), seed: made.seed })).toBe(true)
      }),
    )
  })

  it('has one hash, whichever picture of its seed is made', () => {
    expect(hashRecipe({ ...sampleRecipe, pictureIndex: 2 })).toBe(hashRecipe(sampleRecipe))
    expect(readStoredRecipe(stored({ ...sampleRecipe, pictureIndex: 2 })).pictureIndex).toBe(2)
    expect(readStoredRecipe(stored(sampleRecipe))).not.toHaveProperty('pictureIndex')
  })

  it('edited, one thing after another, and put back in any order is fresh again', () => {
    fc.assert(
      fc.property(anyIngredients, anyIngredients, anySeed, fc.gen(), (...[before, other, seed, gen]) => {
        const made = { recipe: stored(recipeOf(before)), seed: before.sentence.seed ?? seed }
        const things = ['sentence', 'cast', 'project'] as const
        let now = before
        for (const thing of gen(fc.shuffledSubarray, [...things])) now = { ...now, [thing]: other[thing] }
        for (const thing of gen(fc.shuffledSubarray, [...things], { minLength: things.length })) {
          now = { ...now, [thing]: before[thing] }
        }
        expect(staleBecause(recipeOf(now), made)).toEqual([])
      }),
    )
  })

  it('of a picture is stale by a change to a character exactly when the character is in it', () => {
    fc.assert(
      fc.property(fc.array(anyIngredients, { maxLength: 5 }), fc.nat({ max: 2 }), (sentences, who) => {
        const changed = idOf(31 + who)
        for (const before of sentences) {
          const isIn = before.kind !== 'video' && before.cast.some(({ id }) => id === changed)
          const change = { look: 'somebody else entirely' }
          const cast = before.cast.map((member) => (member.id === changed ? { ...member, ...change } : member))
          const made = { recipe: stored(recipeOf(before)), seed: before.sentence.seed }
          const expected = isIn ? [`Member ${who + 1}'s look changed`] : []
          expect(staleBecause(recipeOf({ ...before, cast }), made)).toEqual(expected)
        }
      }),
    )
  })

  it('is stale for another’s take exactly when the hash says so, and always with a reason', () => {
    fc.assert(
      fc.property(anyRecipe, anyRecipe, anySeed, (now, other, drawn) => {
        const seed = other.seed ?? drawn
        const reasons = staleBecause(now, { recipe: stored(other), seed })
        expect(reasons.length === 0).toBe(isMadeFrom(now, { recipeHash: hashRecipe(other), seed }))
        expect(new Set(reasons).size).toBe(reasons.length)
        expect(reasons).not.toContain('')
      }),
      { numRuns: 1_000 },
    )
  })

  it('has one hash, in whatever order its keys stand', () => {
    fc.assert(
      fc.property(anyRecipe, fc.infiniteStream(fc.nat()), (recipe, chance) => {
        // Safe: only the order of the keys is another.
        const shuffled = shuffleKeys(recipe, () => chance.next().value ?? 0) as Recipe
        expect(shuffled).toEqual(recipe)
        expect(hashRecipe(shuffled)).toBe(hashRecipe(recipe))
        expect(staleBecause(recipe, { recipe: shuffled, seed: recipe.seed })).toEqual([])
      }),
    )
  })

  it('stored by an older version, which knew fewer fields, or a newer one, is not stale by that', () => {
    fc.assert(
      fc.property(anyRecipe, fc.gen(), (recipe, gen) => {
        const fields = Object.entries(recipe)
        const used = fields.filter(([key, value]) => !isDefault(value) && !['kind', 'workflow', 'size'].includes(key))
        const kept = fields.filter((field) => used.includes(field) || gen(fc.boolean))
        const cast = recipe.cast.map((member) => ({ ...member, scent: 'roses' }))
        const made = { ...Object.fromEntries(kept), ...(cast.length > 0 && { cast }), lens: '35 mm' }
        expect(staleBecause(recipe, { recipe: made, seed: recipe.seed })).toEqual([])
      }),
    )
  })
})

describe('staleBecause', () => {
  const withNova: Recipe = { ...sampleRecipe, cast: [nova] }
  const change = (more: Partial<Recipe>): Recipe => ({ ...withNova, ...more })
  const ink = [{ name: 'ink', weight: 1 }]

  it.each<[string, Recipe, Recipe, string[]]>([
    ['the scene', change({ scene: 'Nova runs' }), withNova, ['prompt changed']],
    ['the style', change({ style: '' }), withNova, ['style changed']],
    ['the negative', change({ negative: 'text' }), withNova, ['negative prompt changed']],
    ['the width', change({ size: { width: 1080, height: 1080 } }), withNova, ['size changed']],
    ['the workflow', change({ workflow: 'z-image-turbo' }), withNova, ['workflow changed']],
    ['steps', change({ steps: 30 }), withNova, ['steps changed']],
    ['guidance', change({ cfg: 3.5 }), withNova, ['guidance changed']],
    ['a draft', withNova, change({ quality: 'draft' }), ['this is a draft']],
    ['a final beside a draft', change({ quality: 'draft' }), withNova, ['this is a final']],
    ['the source', change({ source: idOf(41) }), withNova, ['picture changed']],
    ['the project’s LoRAs', change({ loras: ink }), withNova, ['project LoRAs changed']],
    ['a look', change({ cast: [{ ...nova, look: 'a bald woman' }] }), withNova, ["Nova's look changed"]],
    ['words', change({ cast: [{ ...nova, triggerWords: 'n0va' }] }), withNova, ["Nova's trigger words changed"]],
    ['a LoRA', change({ cast: [{ ...nova, loras: ink }] }), withNova, ["Nova's LoRA changed"]],
    ['a reference', change({ cast: [{ ...nova, references: ['aa'] }] }), withNova, ["Nova's references changed"]],
    ['somebody more', change({ cast: [nova, ada] }), withNova, ['Ada was added']],
    ['somebody less', withNova, change({ cast: [nova, ada] }), ['Ada was removed']],
    ['their order', change({ cast: [ada, nova] }), change({ cast: [nova, ada] }), ['order of the cast changed']],
    [
      'several at once',
      change({ scene: 'x', cast: [{ ...nova, look: 'y', triggerWords: 'z' }] }),
      withNova,
      ['prompt changed', "Nova's look changed", "Nova's trigger words changed"],
    ],
    ['which picture of its seed it was', withNova, change({ pictureIndex: 2 }), []],
    ['a name alone', change({ cast: [{ ...nova, name: 'Nora' }] }), withNova, []],
    ['what a member is', change({ cast: [{ ...nova, kind: 'prop' }] }), withNova, []],
    ['the same member anew', change({ cast: [{ ...nova, id: idOf(39) }] }), withNova, []],
    [
      'somebody without a trace',
      change({ cast: [nova, sampleMember({ id: idOf(33), look: '', triggerWords: '' })] }),
      withNova,
      [],
    ],
    [
      'LoRAs of the project behind those of the cast',
      { ...sampleRecipe, cast: [{ ...nova, loras: ink }], loras: ink },
      { ...sampleRecipe, cast: [{ ...nova, loras: ink }] },
      [],
    ],
  ])('names %s', (_, ...[now, made, expected]) => {
    expect(staleBecause(now, { recipe: stored(made), seed: '7' })).toEqual(expected)
  })

  it.each<[string, string | null, string | null, string | null, string[]]>([
    ['no seed pinned', null, null, '7', []],
    ['pinned to the one it was made with', '7', null, '7', []],
    ['pinned to another', '8', null, '7', ['seed changed']],
    ['unpinned since', null, '7', '7', []],
    ['pinned to another since', '8', '7', '7', ['seed changed']],
    ['made with another than the pinned one', '7', '7', '9', ['seed changed']],
    ['pinned for a workflow that has no use for one', '7', '7', null, []],
    ['pinned since for a workflow that has no use for one', '7', null, null, []],
  ])('with %s', (_, ...[pinned, stamped, used, expected]) => {
    const [now, made] = [change({ seed: pinned }), change({ seed: stamped })]
    expect(staleBecause(now, { recipe: stored(made), seed: used })).toEqual(expected)
    expect(isMadeFrom(now, { recipeHash: hashRecipe(made), seed: used })).toBe(expected.length === 0)
  })

  it.each([null, undefined, 'text', 7, []])('takes a stored %j for a recipe without anything', (recipe) => {
    expect(staleBecause(change({ cast: [] }), { recipe, seed: null })).toEqual([
      'prompt changed',
      'style changed',
      'negative prompt changed',
    ])
  })
})

it.each<[string, Recipe, string]>([
  ['plain', sampleRecipe, 'cc6802b569f7c3423f36e021154b6b8c56377d0e2be178f2b6053c4b88b58c7d'],
  [
    'full',
    {
      ...{
        ...sampleRecipe,
        kind: 'image_to_image',
        steps: 30,
        cfg: 3.5,
        seed: '18446744073709551615',
        source: idOf(41),
      },
      cast: [{ ...nova, loras: [{ name: 'face', weight: 0.8 }], references: ['aa'] }, ada],
    },
    '5e237840182b604e439d00d99ba0e0f9283bfdb5534e82ae426159962915931a',
  ],
  ['draft', { ...sampleRecipe, quality: 'draft' }, '841cdc46f50c82d8977582a5eb119f5e8bab0e6db84020a322e0206cab06dd5c'],
])('the hash of a %s recipe never changes: takes keep it', (_, recipe, hash) => {
  expect(hashRecipe(recipe)).toBe(hash)
})

/** As the database gives it back. */
function stored(recipe: Recipe): unknown {
  return JSON.parse(JSON.stringify(recipe))
}

function isDefault(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function shuffleKeys(value: unknown, chance: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, chance))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => ({ key, item, at: chance() }))
  entries.sort((a, b) => a.at - b.at)
  return Object.fromEntries(entries.map(({ key, item }) => [key, shuffleKeys(item, chance)]))
}
