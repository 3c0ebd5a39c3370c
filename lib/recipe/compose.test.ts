import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { anyIngredients, sampleMember, sampleRecipe } from '#lib/testing/recipes.ts'
import { composePrompt } from './compose.ts'
import type { Recipe } from './recipe.ts'
import { recipeOf } from './recipe-of.ts'
import { hasWords, splitTerms, termKey } from './terms.ts'

const nova = sampleMember()
const ada = sampleMember({ id: idOf(32), name: 'Ada', look: 'a tall woman, freckles', triggerWords: 'ada_v2, tall' })
const recipe = (change: Partial<Recipe> = {}): Recipe => ({ ...sampleRecipe, ...change })

describe('the prompt', () => {
  it.each<[string, Partial<Recipe>, string]>([
    ['is scene and style', {}, 'Nova walks in the rain, ink drawing'],
    ['is the scene alone where there is no style', { style: ' ' }, 'Nova walks in the rain'],
    ['is nothing of nothing', { scene: ',', style: '' }, ''],
    [
      'has the looks before the scene, in the order of the cast',
      { scene: 'They meet', cast: [nova, ada] },
      'nova, ada_v2, tall, a woman with red hair, a tall woman, freckles, They meet, ink drawing',
    ],
    [
      'has no trigger word that is in the scene',
      { scene: 'NOVA and Ada_v2 meet', cast: [nova, ada] },
      'tall, a woman with red hair, a tall woman, freckles, NOVA and Ada_v2 meet, ink drawing',
    ],
    [
      'has a trigger word that is only part of another in the scene',
      { scene: 'A supernova', cast: [nova] },
      'nova, a woman with red hair, A supernova, ink drawing',
    ],
    [
      'says once what several say',
      {
        scene: 'rain, Ink  Drawing',
        cast: [
          { ...nova, look: 'nova, rain, hat' },
          { ...ada, look: 'Hat, scarf' },
        ],
      },
      'nova, ada_v2, tall, hat, scarf, rain, Ink  Drawing',
    ],
    ['leaves the scene its repetitions', { scene: 'on, and on, and on' }, 'on, and on, and on, ink drawing'],
    ['has no comma twice', { scene: ', a,, b , ', style: ',,c,' }, 'a, b, c'],
    ['needs no comma behind a sentence', { scene: 'Nova walks. It rains.' }, 'Nova walks. It rains. ink drawing'],
    ['keeps brackets whole', { scene: '(red hair, hat:1.2), {a, b}' }, '(red hair, hat:1.2), {a, b}, ink drawing'],
    ['keeps numbers whole', { scene: '1,000 birds,2 cats' }, '1,000 birds, 2 cats, ink drawing'],
    ['knows a bracket that is meant to be seen', { scene: 'a \\(b, a' }, 'a \\(b, a, ink drawing'],
  ])('%s', (_, change, expected) => {
    expect(composePrompt(recipe(change)).prompt).toBe(expected)
  })

  it('says where each part of it comes from', () => {
    expect(composePrompt(recipe({ scene: 'Rain', cast: [nova] })).parts).toEqual([
      { from: 'trigger words', text: 'nova' },
      { from: "Nova's look", text: 'a woman with red hair' },
      { from: 'scene', text: 'Rain' },
      { from: 'style', text: 'ink drawing' },
    ])
  })

  it('of any recipe has every term once, its commas in order, and all trigger words', () => {
    fc.assert(
      fc.property(anyIngredients.map(recipeOf), (any) => {
        const { prompt, negative, parts } = composePrompt(any)
        const sceneTerms = splitTerms(any.scene)
        const keys = splitTerms(prompt).map(termKey)
        expect(keys.length).toBe(new Set(keys).size + sceneTerms.length - new Set(sceneTerms.map(termKey)).size)
        expect(`${prompt}|${negative}`).not.toMatch(/,\s*,|^\s*,|,\s*$/)
        for (const word of any.cast.flatMap((member) => splitTerms(member.triggerWords))) {
          expect(hasWords(prompt, word), word).toBe(true)
        }
        expect(parts.map(({ text }) => text).join(', ')).toBe(prompt)
      }),
    )
  })
})

describe('LoRAs', () => {
  const lora = (name: string, weight = 1) => ({ name, weight })

  it.each<[string, Partial<Recipe>, [string, number][]]>([
    ['are the project’s where the cast has none', { cast: [nova], loras: [lora('ink', 0.7)] }, [['ink', 0.7]]],
    [
      'are the cast’s where it has any',
      { cast: [{ ...nova, loras: [lora('face')] }], loras: [lora('ink')] },
      [['face', 1]],
    ],
    [
      'stand in the order of the cast, the stronger of two of one name at the place of the first',
      {
        cast: [
          { ...nova, loras: [lora('a', 0.5), lora('b')] },
          { ...ada, loras: [lora('c'), lora('a', -0.9)] },
        ],
      },
      [
        ['a', -0.9],
        ['b', 1],
        ['c', 1],
      ],
    ],
  ])('%s', (_, change, expected) => {
    expect(composePrompt(recipe(change)).loras.map(({ name, weight }) => [name, weight])).toEqual(expected)
  })

  it.each([
    [3, 3, []],
    [2, 2, ['This workflow takes at most 2 LoRAs, so these are left out: c.']],
    [1, 1, ['This workflow takes one LoRA, so these are left out: b, c.']],
    [0, 0, ['This workflow takes no LoRAs, so these are left out: a, b, c.']],
    [undefined, 3, []],
  ])('are cut to %s', (mostLoras, count, warnings) => {
    const composed = composePrompt(recipe({ loras: ['a', 'b', 'c'].map((name) => lora(name)) }), { mostLoras })
    expect(composed.loras).toHaveLength(count)
    expect(composed.warnings).toEqual(warnings)
  })
})

describe('references', () => {
  const cast = [
    { ...nova, references: ['aa', 'bb'] },
    { ...ada, references: ['bb', 'cc', 'dd'] },
  ]

  it('stand in the order of the cast, each once', () => {
    expect(composePrompt(recipe({ cast })).references).toEqual(['aa', 'bb', 'cc', 'dd'])
  })

  it('are cut to what the workflow takes, and it is said whose are missing', () => {
    const { references, warnings } = composePrompt(recipe({ cast }), { mostReferences: 2 })
    expect(references).toEqual(['aa', 'bb'])
    expect(warnings).toEqual(['This workflow takes at most 2 reference pictures, so these are left out: one of Ada.'])
  })
})
