import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { aPair, byId, type Pair, takesOf } from '#lib/testing/pairs.ts'
import { mergeSentences } from './merge-sentences.ts'
import { readBoard } from './queries.ts'
import { deleteSection } from './section-commands.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()

describe('mergeSentences', () => {
  it('joins the words in the order of the script, whichever of them stays', async () => {
    const { a, b, read } = await aPair(studio)
    await mergeSentences(studio.ctx, { id: a, intoId: b })
    expect(await read(b)).toMatchObject({ text: 'The door opens. It rains.', deleted: false })
    expect(await read(a)).toMatchObject({ deleted: true })
  })

  it.each([
    ['previous', 'b', 'a'],
    ['next', 'a', 'b'],
  ] as const)('merges with the %s one of the script', async (direction, goes, stays) => {
    const pair = await aPair(studio)
    await mergeSentences(studio.ctx, { id: pair[goes], direction })
    expect(await pair.read(pair[stays])).toMatchObject({ text: 'The door opens. It rains.' })
    await expect(mergeSentences(studio.ctx, { id: pair[stays], direction })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })

  it('unites prompts, cast and takes where nothing is shown', async () => {
    const { a, b, nova, ada, read } = await aPair(studio)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    expect(await read(a)).toMatchObject({ imagePrompt: 'a door rain', castIds: [nova, ada], currentTakeId: null })
  })

  it.each(['both', 'a', 'b'] as const)('keeps the picture of %s fresh', async (who) => {
    const { a, b, read } = await aPair(studio)
    const [ofA, ofB] = [
      who === 'b' ? null : await aFreshTake(studio.ctx, a),
      who === 'a' ? null : await aFreshTake(studio.ctx, b),
    ]
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const row = await read(a)
    expect(row).toMatchObject({ currentTakeId: ofA ?? ofB, isImageDirty: false, staleBecause: [] })
    expect(await takesOf(studio, a)).toEqual([ofA, ofB].flatMap((id) => id ?? []).sort())
    expect(await takesOf(studio, b)).toEqual([])
  })

  it('asked again after a lost answer does nothing more', async () => {
    const { a, b } = await aPair(studio)
    const rows = await mergeSentences(studio.ctx, { id: b, intoId: a })
    expect(byId(await mergeSentences(studio.ctx, { id: b, intoId: a }))).toEqual(byId(rows))
  })

  it.each<[string, (ids: Pair) => Promise<unknown>, string]>([
    ['the one that stays is locked', ({ a }) => updateSentence(studio.ctx, { id: a, locked: true }), 'CONFLICT'],
    ['the one that goes is locked', ({ b }) => updateSentence(studio.ctx, { id: b, locked: true }), 'CONFLICT'],
    ['a picture is made for the one that goes', ({ b }) => aJob(b), 'CONFLICT'],
    ['they would be too long', ({ a }) => updateSentence(studio.ctx, { id: a, text: 'x'.repeat(4_995) }), 'CONFLICT'],
  ])('is refused when %s', async (_, prepare, code) => {
    const pair = await aPair(studio)
    await prepare(pair)
    const before = await readBoard(studio.ctx, { projectId: pair.projectId })
    await expect(mergeSentences(studio.ctx, { id: pair.b, intoId: pair.a })).rejects.toMatchObject({ code })
    expect(await readBoard(studio.ctx, { projectId: pair.projectId })).toEqual(before)
  })

  it('is not refused for long prompts of which one stays as it is', async () => {
    const { a, b, read } = await aPair(studio)
    const long = 'x'.repeat(9_000)
    for (const id of [a, b]) await updateSentence(studio.ctx, { id, imagePrompt: long })
    await expect(mergeSentences(studio.ctx, { id: b, intoId: a })).rejects.toMatchObject({
      message: 'Together their prompts are longer than 10,000 characters.',
      suggestion: 'Shorten one of them first.',
    })
    await aFreshTake(studio.ctx, b)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    expect((await read(a)).imagePrompt).toBe(long)
  })

  it.each(['a', 'b'] as const)(
    'is refused when the section of %s was deleted, which keeps its words',
    async (which) => {
      const pair = await aPair(studio)
      await deleteSection(studio.ctx, { id: (await pair.read(pair[which])).sectionId })
      const before = [await pair.read(pair.a), await pair.read(pair.b)]
      const merged = mergeSentences(studio.ctx, { id: pair.a, intoId: pair.b })
      await expect(merged).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringMatching(/section/) })
      expect([await pair.read(pair.a), await pair.read(pair.b)]).toEqual(before)
    },
  )

  it('is not possible with itself, nor with one of another project', async () => {
    const { a } = await aPair(studio)
    const other = await aPair(studio)
    await expect(mergeSentences(studio.ctx, { id: a, intoId: a })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(mergeSentences(studio.ctx, { id: a, intoId: other.a })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('lets a picture that is being made for the one that stays arrive there', async () => {
    const { a, b, read } = await aPair(studio)
    await aFreshTake(studio.ctx, b)
    const jobId = await aJob(a)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    expect(await read(a)).toMatchObject({ activeJobId: jobId, currentTakeId: null, imagePrompt: 'a door' })
  })

  it('of two by two people at once, each into the other, leaves one of them', async () => {
    const { a, b, read } = await aPair(studio)
    await Promise.allSettled([
      mergeSentences(studio.ctx, { id: a, intoId: b }),
      mergeSentences(studio.as('editor'), { id: b, intoId: a }),
    ])
    const left = [await read(a), await read(b)].filter((row) => !row.deleted)
    expect(left.map((row) => row.text)).toEqual(['The door opens. It rains.'])
  })
})

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
