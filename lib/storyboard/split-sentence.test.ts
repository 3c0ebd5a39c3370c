import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { addCastMember } from './cast-commands.ts'
import { editSentence } from './edit-sentence.ts'
import { readSentence } from './list-queries.ts'
import { mergeSentences } from './merge-sentences.ts'
import { readBoard } from './queries.ts'
import { deleteSection } from './section-commands.ts'
import { deleteSentence, moveSentence } from './sentence-commands.ts'
import { splitSentence } from './split-sentence.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()
const text = 'The door opens. It rains.'

describe('splitSentence', () => {
  it('makes two of one, and the first keeps its picture as fresh as it was', async () => {
    const { id, projectId, nova } = await aSentence()
    const takeId = await aFreshTake(studio.ctx, id)
    const split = { id, at: 15, newId: newId(), imagePrompt: 'rain' }
    await splitSentence(studio.ctx, split)
    const { sentences: rows } = await readBoard(studio.ctx, { projectId })
    expect(rows.map((row) => row.text)).toEqual(['The door opens.', 'It rains.', 'The end.'])
    expect(rows[0]).toMatchObject({ id, currentTakeId: takeId, isImageDirty: false, imagePrompt: 'a door' })
    expect(rows[1]).toMatchObject({ id: split.newId, currentTakeId: null, imagePrompt: 'rain', castIds: [nova] })
  })

  it('drafts a prompt for the second half when none is given', async () => {
    const { id } = await aSentence()
    const [, half] = await splitSentence(studio.ctx, { id, at: 15 })
    expect(half?.imagePrompt).toMatch(/rains/)
  })

  it('drafts it at the time of day of the scene it goes on from', async () => {
    const { id: projectId } = await aProject(studio)
    await aSection(studio.ctx, projectId, 'INT. PIER - NIGHT')
    const { id: sectionId } = await aSection(studio.ctx, projectId, 'INT. STAIRS - CONTINUOUS')
    const [row] = await sentences(studio.ctx, sectionId, text)
    const [, half] = await splitSentence(studio.ctx, { id: row?.id ?? '', at: 15 })
    expect(half?.imagePrompt).toBe('interior, stairs, night: It rains')
  })

  it('asked again after a lost answer splits nothing twice', async () => {
    const { id, projectId } = await aSentence()
    const split = { id, at: 15, baseText: text, newId: newId() }
    const rows = await splitSentence(studio.ctx, split)
    expect(await splitSentence(studio.ctx, split)).toEqual(rows)
    expect((await readBoard(studio.ctx, { projectId })).sentences).toHaveLength(3)
  })

  it('done again brings the second half back with what was made for it', async () => {
    const { id } = await aSentence()
    const split = { id, at: 15, baseText: text, newId: newId() }
    await splitSentence(studio.ctx, split)
    const takeId = await aFreshTake(studio.ctx, split.newId)
    await deleteSentence(studio.ctx, { id: split.newId })
    await editSentence(studio.ctx, { id, text, baseText: 'The door opens.' })
    await splitSentence(studio.ctx, split)
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ text: 'The door opens.' })
    const half = { text: 'It rains.', deleted: false, currentTakeId: takeId }
    expect(await readSentence(studio.ctx, { id: split.newId })).toMatchObject(half)
  })

  it('done again is refused when the words behind the cut are others now, and loses none', async () => {
    const { id, projectId } = await aSentence()
    const split = { id, at: 15, baseText: text, newId: newId() }
    await splitSentence(studio.ctx, split)
    await deleteSentence(studio.ctx, { id: split.newId })
    await editSentence(studio.ctx, { id, text: `${text} And thunder.` })
    const before = await readBoard(studio.ctx, { projectId })
    await expect(splitSentence(studio.ctx, split)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await readBoard(studio.ctx, { projectId })).toEqual(before)
  })

  it.each<[string, (id: string, otherId: string) => Promise<string> | string]>([
    ['itself', (id) => id],
    ['a sentence that is there', (_, otherId) => otherId],
    [
      'a deleted sentence with the very words',
      async (_, otherId) => {
        await updateSentence(studio.ctx, { id: otherId, text: 'It rains.' })
        return (await deleteSentence(studio.ctx, { id: otherId })).id
      },
    ],
    [
      'the second half of another split',
      async (id) => {
        const [, half] = await splitSentence(studio.ctx, { id, at: 3 })
        await editSentence(studio.ctx, { id, text })
        return half?.id ?? ''
      },
    ],
    [
      'its second half that was merged into another',
      async (id, otherId) => {
        const split = { id, at: 15, newId: newId() }
        await splitSentence(studio.ctx, split)
        await mergeSentences(studio.ctx, { id: split.newId, intoId: otherId })
        await editSentence(studio.ctx, { id, text })
        return split.newId
      },
    ],
  ])('does not take the id of %s for its second half', async (_, prepare) => {
    const { id, otherId, projectId } = await aSentence()
    const taken = await prepare(id, otherId)
    const before = await readBoard(studio.ctx, { projectId })
    await expect(splitSentence(studio.ctx, { id, at: 15, newId: taken })).rejects.toMatchObject({
      code: 'CONFLICT',
      fields: { newId: expect.any(String) },
    })
    expect(await readBoard(studio.ctx, { projectId })).toEqual(before)
  })

  it('done again brings the section of the second half back, too', async () => {
    const { id, projectId } = await aSentence()
    const { id: sectionId } = await aSection(studio.ctx, projectId)
    const split = { id, at: 15, baseText: text, newId: newId() }
    await splitSentence(studio.ctx, split)
    await moveSentence(studio.ctx, { id: split.newId, sectionId })
    await deleteSentence(studio.ctx, { id: split.newId })
    await deleteSection(studio.ctx, { id: sectionId })
    await editSentence(studio.ctx, { id, text })
    await splitSentence(studio.ctx, split)
    const { sentences: rows } = await readBoard(studio.ctx, { projectId })
    expect(rows.map((row) => row.text).sort()).toEqual(['It rains.', 'The door opens.', 'The end.'])
  })

  it('cuts between the same words when others were changed meanwhile', async () => {
    const { id } = await aSentence()
    await editSentence(studio.as('editor'), { id, text: 'The red door opens. It rains hard.', baseText: text })
    const rows = await splitSentence(studio.ctx, { id, at: 15, baseText: text })
    expect(rows.map((row) => row.text).sort()).toEqual(['It rains hard.', 'The red door opens.'])
  })

  it.each([
    ['nothing', 0, 'INVALID_INPUT'],
    ['space', 25, 'INVALID_INPUT'],
    ['what is not there', 99, 'INVALID_INPUT'],
  ])('leaves %s on no side', async (_, at, code) => {
    const { id } = await aSentence()
    await expect(splitSentence(studio.ctx, { id, at })).rejects.toMatchObject({
      code,
      fields: { at: expect.any(String) },
    })
  })

  it.each([
    ['a pair of halves', 'ab👋cd', 3],
    ['a family', 'ab👨‍👩‍👧cd', 5],
    ['a flag', 'ab🇩🇪cd', 4],
    ['a letter and its accent', 'abe\u0301cd', 3],
  ])('does not cut through %s', async (_, words, at) => {
    const { id } = await aSentence(words)
    await expect(splitSentence(studio.ctx, { id, at })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const rows = await splitSentence(studio.ctx, { id, at: 2 })
    expect(rows.map((row) => row.text).join('')).toBe(words)
  })

  it('is refused when locked, and takes no id of another project', async () => {
    const { id } = await aSentence()
    const other = await aSentence()
    const stolen = splitSentence(studio.ctx, { id, at: 15, newId: other.id })
    await expect(stolen).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await updateSentence(studio.ctx, { id, locked: true })
    await expect(splitSentence(studio.ctx, { id, at: 15 })).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

async function aSentence(words = text) {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row, other] = await sentences(studio.ctx, sectionId, words, 'The end.')
  const { id: nova } = await addCastMember(studio.ctx, { projectId, name: 'Nova', look: 'red hair' })
  const id = row?.id ?? ''
  await updateSentence(studio.ctx, { id, imagePrompt: 'a door', castIds: [nova] })
  return { id, otherId: other?.id ?? '', projectId, nova }
}
