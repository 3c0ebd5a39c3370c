import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { takesOf } from '#lib/testing/pairs.ts'
import { editSentence } from './edit-sentence.ts'
import { readSentence } from './list-queries.ts'
import { deleteSentences, restoreSentences } from './many-sentences.ts'
import { mergeSentences } from './merge-sentences.ts'
import { readBoard } from './queries.ts'
import { deleteSection } from './section-commands.ts'
import { addSentences, deleteSentence, moveSentence } from './sentence-commands.ts'
import { splitSentence } from './split-sentence.ts'
import { unmergeSentences } from './unmerge-sentences.ts'
import { unsplitSentence } from './unsplit-sentence.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()
const text = 'The door opens.  It rains.'
const left = 'The door opens.'
const half = { text: 'It rains.', imagePrompt: 'rain', videoPrompt: '' }

type Split = Awaited<ReturnType<typeof aSplit>>

describe('unsplitSentence', () => {
  it('makes one of both again, with the space between them and the picture of the first', async () => {
    const { id, newId: halfId, unsplit, read, projectId } = await aSplit()
    const [ofFirst, ofHalf] = [await aFreshTake(studio.ctx, id), await aFreshTake(studio.ctx, halfId)]
    const { sentences: rows } = await unsplitSentence(studio.ctx, unsplit)
    expect(rows).toHaveLength(2)
    expect(await read(id)).toMatchObject({ text, currentTakeId: ofFirst, isImageDirty: false })
    expect(await read(halfId)).toMatchObject({ deleted: true, gone: 'deleted' })
    expect(await takesOf(studio, halfId)).toEqual([ofHalf])
    expect((await readBoard(studio.ctx, { projectId })).sentences.map((row) => row.text)).toEqual([text, 'The end.'])
  })

  it('split again, the second half is back with what was made for it, and goes again', async () => {
    const { id, newId: halfId, split, unsplit, read } = await aSplit()
    const takeId = await aFreshTake(studio.ctx, halfId)
    await unsplitSentence(studio.ctx, unsplit)
    await splitSentence(studio.ctx, split)
    expect(await read(id)).toMatchObject({ text: left })
    expect(await read(halfId)).toMatchObject({ ...half, deleted: false, currentTakeId: takeId })
    await unsplitSentence(studio.ctx, unsplit)
    expect(await read(id)).toMatchObject({ text })
    expect(await read(halfId)).toMatchObject({ deleted: true })
  })

  it('asked again after a lost answer gives the words to nobody twice, whatever was written since', async () => {
    const { id, unsplit, projectId } = await aSplit()
    await unsplitSentence(studio.ctx, unsplit)
    await editSentence(studio.as('editor'), { id, text: 'The door opens.  It snows.', baseText: text })
    const before = await readBoard(studio.ctx, { projectId })
    const { sentences: rows } = await unsplitSentence(studio.ctx, unsplit)
    expect(rows).toMatchObject([{ text: 'The door opens.  It snows.' }, { deleted: true }])
    expect(await readBoard(studio.ctx, { projectId })).toEqual(before)
  })

  it('keeps words that were changed since in the first half', async () => {
    const { id, unsplit, read } = await aSplit()
    await editSentence(studio.as('editor'), { id, text: 'The red door opens.', baseText: left })
    await unsplitSentence(studio.ctx, unsplit)
    expect((await read(id)).text).toBe('The red door opens.  It rains.')
  })

  it('has the words of a second half that somebody deleted since', async () => {
    const { id, newId: halfId, unsplit, read } = await aSplit()
    await deleteSentence(studio.as('editor'), { id: halfId })
    await unsplitSentence(studio.ctx, unsplit)
    expect(await read(id)).toMatchObject({ text })
  })

  it('keeps the second half away from whoever takes its deletion back, alone or with others', async () => {
    const { newId: halfId, otherId, unsplit, read } = await aSplit()
    await deleteSentences(studio.as('editor'), { ids: [halfId, otherId] })
    await unsplitSentence(studio.ctx, unsplit)
    await restoreSentences(studio.as('editor'), { ids: [halfId, otherId] })
    expect(await read(halfId)).toMatchObject({ deleted: true })
    expect(await read(otherId)).toMatchObject({ deleted: false })
    await expect(restoreSentences(studio.as('editor'), { ids: [halfId] })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it.each<[string, (split: Split) => Promise<unknown>, RegExp]>([
    [
      'the second half was joined to another sentence',
      ({ newId: id, otherId }) => mergeSentences(studio.as('editor'), { id, intoId: otherId }),
      /second half was joined to another/,
    ],
    [
      'it was joined to the first',
      ({ id, newId: halfId }) => mergeSentences(studio.as('editor'), { id: halfId, intoId: id }),
      /second half was joined to another/,
    ],
    [
      'another sentence was joined to it',
      ({ newId: intoId, otherId: id }) => mergeSentences(studio.as('editor'), { id, intoId }),
      /wrote in its second half/,
    ],
    [
      'the first half was joined to another',
      ({ id, otherId: intoId }) => mergeSentences(studio.as('editor'), { id, intoId }),
      /not on the board any more/,
    ],
    [
      'the first half was deleted',
      ({ id }) => deleteSentence(studio.as('editor'), { id }),
      /not on the board any more/,
    ],
    [
      'its section was deleted',
      ({ sectionId: id }) => deleteSection(studio.as('editor'), { id }),
      /not on the board any more/,
    ],
    [
      'somebody wrote in the second half',
      ({ newId: id }) => editSentence(studio.as('editor'), { id, text: 'It snows.', baseText: half.text }),
      /wrote in its second half/,
    ],
    [
      'somebody wrote a prompt for it',
      ({ newId: id }) => updateSentence(studio.as('editor'), { id, videoPrompt: 'drops' }),
      /wrote in its second half/,
    ],
    [
      'the second half was split',
      ({ newId: id }) => splitSentence(studio.as('editor'), { id, at: 2 }),
      /wrote in its second half/,
    ],
    ['the second half was archived', ({ newId: id }) => archive(id), /second half was archived/],
    [
      'both are too long together',
      ({ id }) => editSentence(studio.as('editor'), { id, text: `${left}${' a'.repeat(2_490)}`, baseText: left }),
      /longer than 5,000 characters/,
    ],
  ])('is refused when %s, and changes nothing', async (_, change, message) => {
    const made = await aSplit()
    await change(made)
    const before = await everything()
    await expect(unsplitSentence(studio.ctx, made.unsplit)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(message),
      suggestion: expect.any(String),
    })
    expect(await everything()).toEqual(before)
  })

  it('is refused where both wrote where no word was', async () => {
    const { sectionId } = await aProject(studio)
    const [row] = await sentences(studio.ctx, sectionId, '… rain')
    const ids = { id: row?.id ?? '', newId: newId() }
    await splitSentence(studio.ctx, { ...ids, at: 1, imagePrompt: '' })
    await editSentence(studio.as('editor'), { id: ids.id, text: '… snow', baseText: '…' })
    const made = { whole: '… rain', left: '…', half: { text: 'rain', imagePrompt: '', videoPrompt: '' } }
    const refused = { code: 'CONFLICT', message: expect.stringMatching(/changed the same words/) }
    await expect(unsplitSentence(studio.ctx, { ...ids, at: 1, ...made })).rejects.toMatchObject(refused)
  })

  it('is possible again once the join that stood in its way is taken back', async () => {
    const { id, newId: halfId, otherId, unsplit, read } = await aSplit()
    await mergeSentences(studio.as('editor'), { id: halfId, intoId: otherId })
    await expect(unsplitSentence(studio.ctx, unsplit)).rejects.toMatchObject({ code: 'CONFLICT' })
    await unmergeSentences(studio.as('editor'), { id: halfId, intoId: otherId })
    await unsplitSentence(studio.ctx, unsplit)
    expect(await read(id)).toMatchObject({ text })
    expect(await read(otherId)).toMatchObject({ text: 'The end.' })
  })

  it('takes apart no two sentences that no split has made, nor those of another cut', async () => {
    const { id, otherId, unsplit } = await aSplit()
    const refused = { code: 'CONFLICT', message: expect.stringMatching(/not the halves/) }
    for (const wrong of [{ newId: otherId }, { id: otherId }, { at: 3 }, { newId: id }])
      await expect(unsplitSentence(studio.ctx, { ...unsplit, ...wrong })).rejects.toMatchObject(refused)
  })

  it('asked for by two at one moment is done once', async () => {
    const { id, newId: halfId, unsplit, read } = await aSplit()
    await Promise.all([unsplitSentence(studio.ctx, unsplit), unsplitSentence(studio.as('editor'), unsplit)])
    expect([await read(id), await read(halfId)]).toMatchObject([{ text }, { deleted: true }])
  })

  it('or a join of the second half elsewhere: at one moment only one of the two is done', async () => {
    const { id, newId: halfId, otherId, unsplit, read } = await aSplit()
    const asked = [
      unsplitSentence(studio.ctx, unsplit),
      mergeSentences(studio.as('editor'), { id: halfId, intoId: otherId }),
    ]
    const done = (await Promise.allSettled(asked)).map(({ status }) => status)
    expect(done.toSorted()).toEqual(['fulfilled', 'rejected'])
    const words = [(await read(id)).text, (await read(otherId)).text].join(' ')
    expect(words.match(/It rains\./gu)).toHaveLength(1)
  })
})

describe('a section that came back with the second half', () => {
  it('goes again with it', async () => {
    const { unsplit, section, projectId } = await aHalfElsewhere()
    const { sections } = await unsplitSentence(studio.ctx, { ...unsplit, section })
    expect(sections).toMatchObject([{ id: section.id, deleted: true }])
    expect((await readBoard(studio.ctx, { projectId })).sections.map((row) => row.id)).not.toContain(section.id)
  })

  it('stays when somebody added a sentence to it', async () => {
    const { unsplit, section, projectId } = await aHalfElsewhere()
    await addSentences(studio.as('editor'), { sectionId: section.id, sentences: [{ text: 'Theirs.' }] })
    expect((await unsplitSentence(studio.ctx, { ...unsplit, section })).sections).toEqual([])
    const board = await readBoard(studio.ctx, { projectId })
    expect(board.sentences.map((row) => row.text).toSorted()).toEqual([text, 'The end.', 'Kept.', 'Theirs.'].toSorted())
  })

  it('stays when the split is not taken back', async () => {
    const { unsplit, section, newId: id, read } = await aHalfElsewhere()
    await editSentence(studio.as('editor'), { id, text: 'It snows.', baseText: half.text })
    await expect(unsplitSentence(studio.ctx, { ...unsplit, section })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await read(id)).toMatchObject({ text: 'It snows.', gone: null })
  })

  it('is none of another project', async () => {
    const { unsplit } = await aSplit()
    const { sectionId } = await aProject(studio)
    await unsplitSentence(studio.ctx, { ...unsplit, section: { id: sectionId, sentenceIds: [] } })
    const section = await studio.ctx.db.section.findUniqueOrThrow({ where: { id: sectionId } })
    expect(section.deletedAt).toBeNull()
  })
})

it('a split done again says so when its second half was joined to another sentence', async () => {
  const { newId: halfId, otherId, id, split } = await aSplit()
  await mergeSentences(studio.as('editor'), { id: halfId, intoId: otherId })
  await editSentence(studio.ctx, { id, text })
  await expect(splitSentence(studio.ctx, split)).rejects.toMatchObject({ message: expect.stringMatching(/joined/) })
})

async function aSplit() {
  const { id: projectId, sectionId } = await aProject(studio)
  const { id: otherSectionId } = await aSection(studio.ctx, projectId)
  const [row] = await sentences(studio.ctx, sectionId, text)
  const [other] = await sentences(studio.ctx, otherSectionId, 'The end.')
  const ids = { id: row?.id ?? '', newId: newId() }
  const split = { ...ids, at: 17, baseText: text, imagePrompt: half.imagePrompt }
  await splitSentence(studio.ctx, split)
  const unsplit = { ...ids, at: split.at, whole: text, left, half }
  const read = (id: string) => readSentence(studio.ctx, { id })
  return { ...ids, projectId, sectionId, otherId: other?.id ?? '', split, unsplit, read }
}

/** The second half, moved to a section that was deleted with another sentence in it, came back with that. */
async function aHalfElsewhere() {
  const made = await aSplit()
  const { id: sectionId } = await aSection(studio.ctx, made.projectId)
  const [kept] = await sentences(studio.ctx, sectionId, 'Kept.')
  await moveSentence(studio.ctx, { id: made.newId, sectionId })
  await unsplitSentence(studio.ctx, made.unsplit)
  await deleteSection(studio.ctx, { id: sectionId })
  await splitSentence(studio.ctx, made.split)
  return { ...made, section: { id: sectionId, sentenceIds: [kept?.id ?? ''] } }
}

async function archive(id: string): Promise<void> {
  const now = studio.ctx.clock.now()
  await studio.ctx.db.sentence.update({ where: { id }, data: { deletedAt: now, archivedAt: now } })
}

async function everything(): Promise<unknown> {
  const { db } = studio.database
  const order = { orderBy: { id: 'asc' } } as const
  return await Promise.all([db.section.findMany(order), db.sentence.findMany(order)])
}
