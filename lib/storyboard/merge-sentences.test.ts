import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { addCastMember } from './cast-commands.ts'
import { editSentence } from './edit-sentence.ts'
import { readSentence } from './list-queries.ts'
import { mergeSentences } from './merge-sentences.ts'
import type { SentenceRow } from './model.ts'
import { readBoard } from './queries.ts'
import { moveSentence } from './sentence-commands.ts'
import { unmergeSentences } from './unmerge-sentences.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()

describe('mergeSentences', () => {
  it('joins the words in the order of the script, whichever of them stays', async () => {
    const { a, b, read } = await aPair()
    await mergeSentences(studio.ctx, { id: a, intoId: b })
    expect(await read(b)).toMatchObject({ text: 'The door opens. It rains.', deleted: false })
    expect(await read(a)).toMatchObject({ deleted: true })
  })

  it.each([
    ['previous', 'b', 'a'],
    ['next', 'a', 'b'],
  ] as const)('merges with the %s one of the script', async (direction, goes, stays) => {
    const pair = await aPair()
    await mergeSentences(studio.ctx, { id: pair[goes], direction })
    expect(await pair.read(pair[stays])).toMatchObject({ text: 'The door opens. It rains.' })
    await expect(mergeSentences(studio.ctx, { id: pair[stays], direction })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })

  it('unites prompts, cast and takes where nothing is shown', async () => {
    const { a, b, nova, ada, read } = await aPair()
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    expect(await read(a)).toMatchObject({ imagePrompt: 'a door rain', castIds: [nova, ada], currentTakeId: null })
  })

  it.each(['both', 'a', 'b'] as const)('keeps the picture of %s fresh', async (who) => {
    const { a, b, read } = await aPair()
    const [ofA, ofB] = [
      who === 'b' ? null : await aFreshTake(studio.ctx, a),
      who === 'a' ? null : await aFreshTake(studio.ctx, b),
    ]
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const row = await read(a)
    expect(row).toMatchObject({ currentTakeId: ofA ?? ofB, isImageDirty: false, staleBecause: [] })
    expect(await takesOf(a)).toEqual([ofA, ofB].flatMap((id) => id ?? []).sort())
    expect(await takesOf(b)).toEqual([])
  })

  it('asked again after a lost answer does nothing more', async () => {
    const { a, b } = await aPair()
    const rows = await mergeSentences(studio.ctx, { id: b, intoId: a })
    expect(byId(await mergeSentences(studio.ctx, { id: b, intoId: a }))).toEqual(byId(rows))
  })

  it.each<[string, (ids: Pair) => Promise<unknown>, string]>([
    ['the one that stays is locked', ({ a }) => updateSentence(studio.ctx, { id: a, locked: true }), 'CONFLICT'],
    ['the one that goes is locked', ({ b }) => updateSentence(studio.ctx, { id: b, locked: true }), 'CONFLICT'],
    ['a picture is made for the one that goes', ({ b }) => aJob(b), 'CONFLICT'],
    ['they would be too long', ({ a }) => updateSentence(studio.ctx, { id: a, text: 'x'.repeat(4_995) }), 'CONFLICT'],
  ])('is refused when %s', async (_, prepare, code) => {
    const pair = await aPair()
    await prepare(pair)
    const before = await readBoard(studio.ctx, { projectId: pair.projectId })
    await expect(mergeSentences(studio.ctx, { id: pair.b, intoId: pair.a })).rejects.toMatchObject({ code })
    expect(await readBoard(studio.ctx, { projectId: pair.projectId })).toEqual(before)
  })

  it('is not possible with itself, nor with one of another project', async () => {
    const { a } = await aPair()
    const other = await aPair()
    await expect(mergeSentences(studio.ctx, { id: a, intoId: a })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(mergeSentences(studio.ctx, { id: a, intoId: other.a })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('lets a picture that is being made for the one that stays arrive there', async () => {
    const { a, b, read } = await aPair()
    await aFreshTake(studio.ctx, b)
    const jobId = await aJob(a)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    expect(await read(a)).toMatchObject({ activeJobId: jobId, currentTakeId: null, imagePrompt: 'a door' })
  })

  it('of two by two people at once, each into the other, leaves one of them', async () => {
    const { a, b, read } = await aPair()
    await Promise.allSettled([
      mergeSentences(studio.ctx, { id: a, intoId: b }),
      mergeSentences(studio.as('editor'), { id: b, intoId: a }),
    ])
    const left = [await read(a), await read(b)].filter((row) => !row.deleted)
    expect(left.map((row) => row.text)).toEqual(['The door opens. It rains.'])
  })
})

describe('unmergeSentences', () => {
  it.each(['neither', 'a', 'b', 'both'] as const)('brings all back exactly when %s had a picture', async (who) => {
    const { a, b, read } = await aPair()
    if (who === 'a' || who === 'both') await aFreshTake(studio.ctx, a)
    if (who === 'b' || who === 'both') {
      await aFreshTake(studio.ctx, b)
      await aFreshTake(studio.ctx, b, 'video')
    }
    await updateSentence(studio.ctx, { id: b, seed: '5', videoPrompt: 'slowly' })
    const before = [withoutVersion(await read(a)), withoutVersion(await read(b)), await takesOf(a), await takesOf(b)]
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const rows = await unmergeSentences(studio.ctx, { id: b, intoId: a })
    const after = [withoutVersion(await read(a)), withoutVersion(await read(b)), await takesOf(a), await takesOf(b)]
    expect(after).toEqual(before)
    expect(byId(await unmergeSentences(studio.ctx, { id: b, intoId: a }))).toEqual(byId(rows))
  })

  it('leaves what was made since with the one that stayed', async () => {
    const { a, b, read } = await aPair()
    const ofB = await aFreshTake(studio.ctx, b)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const since = await aFreshTake(studio.ctx, a)
    await unmergeSentences(studio.ctx, { id: b, intoId: a })
    expect(await read(a)).toMatchObject({ currentTakeId: since, text: 'The door opens.' })
    expect(await read(b)).toMatchObject({ currentTakeId: ofB, text: 'It rains.' })
  })

  it('keeps words that were changed since in the half that stays', async () => {
    const { a, b, read } = await aPair()
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    await editSentence(studio.as('editor'), { id: a, text: 'The red door opens. It rains.' })
    await unmergeSentences(studio.ctx, { id: b, intoId: a })
    expect((await read(a)).text).toBe('The red door opens.')
  })

  it('is refused when words of the other half were changed since', async () => {
    const { a, b, read } = await aPair()
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const theirs = await editSentence(studio.as('editor'), { id: a, text: 'The door opens. It snows.' })
    await expect(unmergeSentences(studio.ctx, { id: b, intoId: a })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await read(a)).toEqual(theirs)
    expect(await read(b)).toMatchObject({ deleted: true })
  })
})

type Pair = { projectId: string; a: string; b: string }

/** Two sentences in two sections, the second section first made; each with a prompt and somebody in it. */
async function aPair() {
  const { id: projectId, sectionId } = await aProject(studio)
  const { id: laterId } = await aSection(studio.ctx, projectId)
  const [b] = await sentences(studio.ctx, laterId, 'It rains.')
  const [a] = await sentences(studio.ctx, sectionId, 'The door opens.')
  const [idA, idB] = [a?.id ?? '', b?.id ?? '']
  const { id: nova } = await addCastMember(studio.ctx, { projectId, name: 'Nova', look: 'red hair' })
  const { id: ada } = await addCastMember(studio.ctx, { projectId, name: 'Ada', look: 'freckles' })
  await updateSentence(studio.ctx, { id: idA, imagePrompt: 'a door', castIds: [nova] })
  await updateSentence(studio.ctx, { id: idB, imagePrompt: 'rain', castIds: [ada] })
  await moveSentence(studio.ctx, { id: idA, sectionId, afterId: null })
  const read = (id: string) => readSentence(studio.ctx, { id })
  return { projectId, a: idA, b: idB, nova, ada, read }
}

async function takesOf(sentenceId: string): Promise<string[]> {
  const takes = await studio.database.db.take.findMany({ where: { sentenceId }, select: { id: true } })
  return takes.map(({ id }) => id).sort()
}

async function aJob(sentenceId: string): Promise<string> {
  const { db, actor } = studio.ctx
  const { projectId } = await db.sentence.findUniqueOrThrow({ where: { id: sentenceId } })
  const { id } = await db.job.create({
    data: {
      ...{ id: newId(), projectId, sentenceId, requestedById: actor.personId, kind: 'image', state: 'queued' },
      ...{ recipe: {}, recipeHash: 'a'.repeat(64), workflow: 'flux-2', seed: '1' },
    },
  })
  return id
}

function withoutVersion({ version: _, ...row }: SentenceRow): Omit<SentenceRow, 'version'> {
  return row
}

function byId(rows: SentenceRow[]): SentenceRow[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}
