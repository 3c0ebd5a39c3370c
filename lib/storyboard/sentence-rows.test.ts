import { describe, expect, it } from 'vitest'
import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import type { Recipe, RecipeKind } from '#lib/recipe/recipe.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { addCastMember, deleteCastMember, restoreCastMember, updateCastMember } from './cast-commands.ts'
import { editSentence } from './edit-sentence.ts'
import { readIngredients } from './ingredients.ts'
import { readSentence } from './list-queries.ts'
import type { SentenceRow } from './model.ts'
import { updateProject } from './project-commands.ts'
import { readBoard, readBoardPart } from './queries.ts'
import { deleteSentence, moveSentence } from './sentence-commands.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()

describe('a sentence without a picture', () => {
  it('needs one, and has nothing to be stale', async () => {
    const { id } = await aSentence()
    expect(await readSentence(studio.ctx, { id })).toMatchObject({
      ...{ imagePrompt: 'Nova walks', videoPrompt: '', seed: null, locked: false, castIds: [] },
      ...{ isImageDirty: true, isVideoDirty: true, staleBecause: [], videoStaleBecause: [] },
      ...{ currentTakeId: null, currentClipId: null, imageFile: null, imageUrl: null },
      ...{ activeJobId: null, activeVideoJobId: null },
    })
  })
})

describe('a picture', () => {
  it('is fresh when it has just been made, and says where it is', async () => {
    const { id, projectId } = await aSentence()
    const takeId = await make(id)
    expect(await readSentence(studio.ctx, { id })).toMatchObject({
      ...{ isImageDirty: false, staleBecause: [], currentTakeId: takeId, imageUrl: `/api/v1/takes/${takeId}/file` },
      imageFile: `data/projects/${projectId}/images/${id}.png`,
    })
  })

  it.each<[string, { edit: Edit; takeBack: Edit; reason: string }]>([
    [
      'its prompt',
      {
        edit: (s) => set(s, { imagePrompt: 'rain' }),
        takeBack: (s) => set(s, { imagePrompt: 'Nova walks' }),
        reason: 'prompt changed',
      },
    ],
    [
      'the style',
      {
        edit: ({ projectId: id }) => updateProject(studio.ctx, { id, style: 'ink' }),
        takeBack: ({ projectId: id }) => updateProject(studio.ctx, { id, style: '' }),
        reason: 'style changed',
      },
    ],
    [
      'the size',
      {
        edit: ({ projectId: id }) => updateProject(studio.ctx, { id, width: 360 }),
        takeBack: ({ projectId: id }) => updateProject(studio.ctx, { id, width: 640 }),
        reason: 'size changed',
      },
    ],
    [
      'a character',
      {
        edit: ({ nova: id }) => updateCastMember(studio.ctx, { id, look: 'bald' }),
        takeBack: ({ nova: id }) => updateCastMember(studio.ctx, { id, look: 'red hair' }),
        reason: "Nova's look changed",
      },
    ],
    [
      'a character’s LoRA',
      {
        edit: ({ nova: id }) => updateCastMember(studio.ctx, { id, loras: [{ name: 'face', weight: 0.8 }] }),
        takeBack: ({ nova: id }) => updateCastMember(studio.ctx, { id, loras: [] }),
        reason: "Nova's LoRA changed",
      },
    ],
    [
      'who is in it',
      {
        edit: (s) => set(s, { castIds: [s.nova, s.ada] }),
        takeBack: (s) => set(s, { castIds: [s.nova] }),
        reason: 'Ada was added',
      },
    ],
    [
      'who is there at all',
      {
        edit: ({ nova: id }) => deleteCastMember(studio.ctx, { id }),
        takeBack: ({ nova: id }) => restoreCastMember(studio.ctx, { id }),
        reason: 'Nova was removed',
      },
    ],
    [
      'the seed',
      {
        edit: (s) => set(s, { seed: '7' }),
        takeBack: (s) => set(s, { seed: null }),
        reason: 'seed changed',
      },
    ],
    [
      'a wish',
      {
        edit: (s) => set(s, { isImageDirty: true }),
        takeBack: (s) => set(s, { isImageDirty: false }),
        reason: 'a new one was asked for',
      },
    ],
  ])('is stale by a change of %s, and fresh when it is taken back', async (_, { edit, takeBack, reason }) => {
    const sentence = await aSentence()
    await set(sentence, { castIds: [sentence.nova] })
    await make(sentence.id)
    await edit(sentence)
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({ isImageDirty: true, staleBecause: [reason] })
    await takeBack(sentence)
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({ isImageDirty: false, staleBecause: [] })
  })

  it.each<[string, Edit]>([
    ['the words of the script', (s) => editSentence(studio.ctx, { id: s.id, text: 'other words' })],
    ['its place', (s) => moveSentence(studio.ctx, { id: s.id, sectionId: s.sectionId, afterId: null })],
    ['the lock', (s) => set(s, { locked: true })],
    ['the seed it was made with, pinned', (s) => set(s, { seed: usedSeed })],
    ['somebody who is not in it', ({ ada: id }) => updateCastMember(studio.ctx, { id, look: 'tall' })],
    ['a name', ({ nova: id }) => updateCastMember(studio.ctx, { id, name: 'Nora' })],
    ['how many takes are kept', ({ projectId: id }) => updateProject(studio.ctx, { id, keptTakes: 3, name: 'New' })],
  ])('stays fresh by a change of %s', async (_, edit) => {
    const sentence = await aSentence()
    await set(sentence, { castIds: [sentence.nova] })
    await make(sentence.id)
    await edit(sentence)
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({ isImageDirty: false, staleBecause: [] })
  })

  it('that was drawn from another is compared with its like, not with one drawn from nothing', async () => {
    const { id, projectId } = await aSentence()
    await make(id)
    await make(id, { kind: 'image_to_image' })
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ isImageDirty: false })
    await make(id, { kind: 'upscale', change: { workflow: 'another_upscaler' } })
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ isImageDirty: false })
    await updateProject(studio.ctx, { id: projectId, style: 'ink' })
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ staleBecause: ['style changed'] })
  })
})

it('a change to a character marks exactly the sentences it is in', async () => {
  const { id: first, nova, ada, projectId, sectionId } = await aSentence()
  const others = await sentences(studio.ctx, sectionId, ...'bcdefgh')
  const ids = [first, ...others.map((row) => row.id)]
  for (const [index, id] of ids.entries()) {
    const castIds = [nova, ada].filter((_, who) => (index >> who) % 2 === 1)
    await set({ id }, { imagePrompt: 'words', castIds })
    await make(id)
  }
  await updateCastMember(studio.ctx, { id: ada, look: 'tall' })
  const board = await readBoard(studio.ctx, { projectId })
  const stale = board.sentences.filter((row) => row.isImageDirty)
  expect(stale.map((row) => row.id)).toEqual(
    board.sentences.filter((row) => row.castIds.includes(ada)).map(({ id }) => id),
  )
  expect(stale).toHaveLength(4)
  expect(new Set(stale.flatMap((row) => row.staleBecause))).toEqual(new Set(["Ada's look changed"]))
})

describe('a clip', () => {
  it('is fresh when it was made of the picture that is there', async () => {
    const { id } = await aClip()
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ isVideoDirty: false, videoStaleBecause: [] })
  })

  it('is stale by its own prompt, and leaves the picture fresh', async () => {
    const sentence = await aClip()
    await set(sentence, { videoPrompt: 'she runs' })
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({
      ...{ isImageDirty: false, isVideoDirty: true, videoStaleBecause: ['prompt changed'] },
    })
  })

  it('is stale by a stale picture, and fresh again with it', async () => {
    const sentence = await aClip()
    await set(sentence, { imagePrompt: 'rain' })
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({
      ...{ isVideoDirty: true, videoStaleBecause: ['picture is stale: prompt changed'] },
    })
    await set(sentence, { imagePrompt: 'Nova walks' })
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({ isVideoDirty: false })
  })

  it('is stale by another picture', async () => {
    const { id } = await aClip()
    await make(id)
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ videoStaleBecause: ['picture changed'] })
  })

  it('is not stale because another workflow is the default since', async () => {
    const sentence = await aClip()
    await make(sentence.id, { kind: 'video', change: { workflow: 'the_default_of_then' } })
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({ isVideoDirty: false })
  })

  it('can be asked for again', async () => {
    const sentence = await aClip()
    await set(sentence, { isVideoDirty: true })
    expect(await readSentence(studio.ctx, sentence)).toMatchObject({
      ...{ isImageDirty: false, isVideoDirty: true, videoStaleBecause: ['a new one was asked for'] },
    })
  })
})

it('active jobs are named, the picture’s and the clip’s', async () => {
  const { id, projectId } = await aSentence()
  const [image, video] = [await aJob(id, 'image', 'processing'), await aJob(id, 'video', 'queued')]
  await aJob(id, 'upscale', 'failed')
  expect(await readSentence(studio.ctx, { id })).toMatchObject({ activeJobId: image, activeVideoJobId: video })
  await studio.ctx.db.job.updateMany({ where: { projectId }, data: { state: 'completed' } })
  expect(await readSentence(studio.ctx, { id })).toMatchObject({ activeJobId: null, activeVideoJobId: null })
})

it('a row is the same, whatever it is read with', async () => {
  const { id, projectId, nova } = await aClip()
  await set({ id }, { castIds: [nova], seed: '18446744073709551615' })
  const row = await readSentence(studio.ctx, { id })
  expect(row).toMatchObject({ seed: '18446744073709551615' })
  const board = await readBoard(studio.ctx, { projectId })
  expect(board.sentences).toContainEqual(row)
  const part = await readBoardPart(studio.ctx, { projectId, sectionIds: [], sentenceIds: [id] })
  expect(part.sentences).toEqual([row])
  expect(await deleteSentence(studio.ctx, { id })).toMatchObject({ deleted: true, version: row.version + 1 })
})

type Sentence = { id: string; projectId: string; sectionId: string; nova: string; ada: string }
type Edit = (sentence: Sentence) => Promise<unknown>

const usedSeed = '9223372036854775809'

/** A sentence with a prompt, and two people in the cast of its project who are not in it. */
async function aSentence(): Promise<Sentence> {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'a')
  const id = row?.id ?? ''
  await set({ id }, { imagePrompt: 'Nova walks' })
  const nova = await addCastMember(studio.ctx, { projectId, name: 'Nova', look: 'red hair' })
  const ada = await addCastMember(studio.ctx, { projectId, name: 'Ada', look: 'freckles' })
  return { id, projectId, sectionId, nova: nova.id, ada: ada.id }
}

async function aClip(): Promise<Sentence> {
  const sentence = await aSentence()
  await set(sentence, { videoPrompt: 'she walks on' })
  await make(sentence.id)
  await make(sentence.id, { kind: 'video' })
  return sentence
}

async function set({ id }: { id: string }, change: Partial<SentenceRow>): Promise<SentenceRow> {
  return await updateSentence(studio.ctx, { id, ...change })
}

/** Puts a take there as a job would, made from what is there now, and chooses it. */
async function make(id: string, { kind = 'image', change = {} }: { kind?: RecipeKind; change?: Partial<Recipe> } = {}) {
  const { db, actor } = studio.ctx
  const { projectId } = await db.sentence.findUniqueOrThrow({ where: { id } })
  const ingredients = await readIngredients({ db }, { projectId, sentenceId: id })
  if (!ingredients) throw new Error('There is no such sentence.')
  const { currentTakeId: source } = ingredients.sentence
  const recipe = { ...recipeOf({ ...ingredients, kind, source, defaultWorkflow: defaultWorkflows[kind] }), ...change }
  const take = await db.take.create({
    data: {
      ...{ id: newId(), projectId: ingredients.project.id, sentenceId: id, createdById: actor.personId, kind },
      ...{ recipe, recipeHash: hashRecipe(recipe), workflow: recipe.workflow, seed: recipe.seed ?? usedSeed },
      ...{ graph: '{}', made: {}, contentHash: 'a'.repeat(64) },
      ...{ mediaType: 'image/png', sizeBytes: 1, width: 1, height: 1 },
    },
  })
  const chosen = kind === 'video' ? { currentClipId: take.id } : { currentTakeId: take.id }
  await db.sentence.update({ where: { id }, data: chosen })
  return take.id
}

async function aJob(sentenceId: string, kind: RecipeKind, state: 'queued' | 'processing' | 'failed'): Promise<string> {
  const { db, actor } = studio.ctx
  const { projectId } = await db.sentence.findUniqueOrThrow({ where: { id: sentenceId } })
  const { id } = await db.job.create({
    data: {
      ...{ id: newId(), projectId, sentenceId, requestedById: actor.personId, kind, state },
      ...{ recipe: {}, recipeHash: 'a'.repeat(64), workflow: 'flux-2', seed: '1' },
    },
  })
  return id
}
