import { describe, expect, it } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { sampleMember } from '#lib/testing/recipes.ts'
import { builtInTemplates } from '#lib/testing/workflows.ts'
import { defaultWorkflows } from './default-workflows.ts'
import { type Ingredients, recipeOf } from './recipe-of.ts'

const project: Ingredients['project'] = {
  ...{ workflow: 'z-image-turbo', style: 'ink drawing', negative: 'blurry', width: 1920, height: 1080 },
  ...{ steps: 30, cfg: 3.5, loras: [{ name: 'ink', weight: 1 }] },
}
const sentence = { imagePrompt: 'Nova walks', videoPrompt: 'she walks on', seed: '7' }
const base: Ingredients = { kind: 'image', sentence, cast: [], project, defaultWorkflow: 'flux-2', source: idOf(41) }
const own = (workflow: string | null, change: Parameters<typeof sampleMember>[0] = {}) => {
  return { ...sampleMember(change), workflow }
}

describe('recipeOf', () => {
  it('takes all that a picture is made of', () => {
    const nova = own(null, { loras: [] })
    expect(recipeOf({ ...base, cast: [nova] })).toEqual({
      ...{ kind: 'image', workflow: 'z-image-turbo', scene: 'Nova walks', style: 'ink drawing', negative: 'blurry' },
      ...{ cast: [sampleMember()], loras: project.loras, size: { width: 1920, height: 1080 } },
      ...{ steps: 30, cfg: 3.5, seed: '7', source: null },
    })
  })

  it('says of a draft that it is one, and of a final nothing', () => {
    expect(recipeOf({ ...base, quality: 'draft' })).toEqual({ ...recipeOf(base), quality: 'draft' })
    expect(recipeOf({ ...base, quality: 'final' })).toEqual(recipeOf(base))
    expect(recipeOf(base)).not.toHaveProperty('quality')
  })

  it('takes for a clip what happens in it and the picture it starts from', () => {
    const clip = recipeOf({ ...base, kind: 'video', cast: [own('flux-2')], defaultWorkflow: 'wan22_i2v' })
    expect(clip).toEqual({
      ...{ kind: 'video', workflow: 'wan22_i2v', scene: 'she walks on', style: '', negative: '', cast: [], loras: [] },
      ...{ size: { width: 1920, height: 1080 }, steps: null, cfg: null, seed: null, source: idOf(41) },
    })
  })

  it.each(['image_to_image', 'upscale'] as const)(
    'takes for %s the picture it starts from, and its own workflow',
    (kind) => {
      expect(recipeOf({ ...base, kind, cast: [own('sdxl_txt2img')], defaultWorkflow: 'x' })).toMatchObject({
        workflow: 'x',
        scene: 'Nova walks',
        source: idOf(41),
      })
    },
  )

  it.each<[string, Ingredients['cast'], string]>([
    ['of the project where nobody has one', [own(null)], 'z-image-turbo'],
    ['of the one character that has one', [own('sdxl_txt2img'), own(null, { name: 'Ada' })], 'sdxl_txt2img'],
    ['of the project where two would contradict each other', [own('a'), own('b')], 'z-image-turbo'],
    ['of the project beside a place that has one', [own('a', { kind: 'place' })], 'z-image-turbo'],
    ['of the character beside a place that has one', [own('a', { kind: 'place' }), own('b')], 'b'],
  ])('uses the workflow %s', (_, cast, workflow) => {
    expect(recipeOf({ ...base, cast }).workflow).toBe(workflow)
  })

  it('uses the default where the project has none', () => {
    expect(recipeOf({ ...base, project: { ...project, workflow: null } }).workflow).toBe('flux-2')
  })

  it('leaves the project’s LoRAs out where the cast brings its own', () => {
    const loras = [{ name: 'face', weight: 0.5 }]
    expect(recipeOf({ ...base, cast: [own(null, { loras })] }).loras).toEqual([])
  })
})

it('the default workflows are there, each for its kind', () => {
  const taskOf = (id: string) => builtInTemplates.find((template) => template.id === id)?.manifest
  expect(taskOf(defaultWorkflows.image)).toMatchObject({ kind: 'image', task: 'text_to_image', isDefault: true })
  expect(taskOf(defaultWorkflows.image_to_image)).toMatchObject({ kind: 'image', task: 'image_to_image' })
  expect(taskOf(defaultWorkflows.upscale)).toMatchObject({ kind: 'upscale', task: 'upscale' })
  expect(taskOf(defaultWorkflows.video)).toMatchObject({ kind: 'video', task: 'image_to_video', isDefault: true })
})
