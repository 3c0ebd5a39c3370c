import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { addCastMember, deleteCastMember, restoreCastMember } from './cast-commands.ts'
import { readSentence } from './list-queries.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()

describe('updateSentence', () => {
  it.each([
    ['text', 'new'],
    ['imagePrompt', ''],
    ['videoPrompt', 'she turns'],
    ['seed', '18446744073709551615'],
    ['seed', null],
    ['locked', true],
  ] as const)('sets %s to %j, and leaves the rest', async (field, value) => {
    const before = await aSentence()
    const row = await updateSentence(studio.ctx, { id: before.id, [field]: value })
    const version = before[field] === value ? 1 : 2
    expect(row).toEqual({ ...before, [field]: value, version })
    expect(await readSentence(studio.ctx, { id: row.id })).toEqual(row)
  })

  it('given back what it answered changes nothing', async () => {
    const row = await aSentence()
    expect(await updateSentence(studio.ctx, row)).toEqual(row)
  })

  it('takes a change that begins with the version there is, and tells who is late what stands there', async () => {
    const { id } = await aSentence()
    const first = await updateSentence(studio.ctx, { id, imagePrompt: 'rain', version: 1 })
    expect(first.version).toBe(2)
    const late = updateSentence(studio.ctx, { id, imagePrompt: 'snow', version: 1 })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', details: { current: first } })
    expect(await readSentence(studio.ctx, { id })).toEqual(first)
  })

  it('of one version by twenty at once lets one through', async () => {
    const { id } = await aSentence()
    const asked = Array.from({ length: 20 }, (_, index) => {
      return updateSentence(studio.ctx, { id, imagePrompt: `prompt ${index}`, version: 1 })
    })
    const answers = await Promise.allSettled(asked)
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('asks for another picture by its flag alone, and takes that back', async () => {
    const { id } = await aSentence()
    expect(await redoOf(id)).toEqual([false, false])
    await updateSentence(studio.ctx, { id, isImageDirty: true })
    expect(await redoOf(id)).toEqual([true, false])
    await updateSentence(studio.ctx, { id, isImageDirty: false, isVideoDirty: true })
    expect(await redoOf(id)).toEqual([false, true])
  })

  it('says nothing by a flag beside a prompt', async () => {
    const { id } = await aSentence()
    const row = await updateSentence(studio.ctx, { id, imagePrompt: 'rain', isImageDirty: true, isVideoDirty: false })
    expect(row).toMatchObject({ imagePrompt: 'rain', isImageDirty: true, staleBecause: [] })
    expect(await redoOf(id)).toEqual([false, false])
  })
})

describe('who is in a sentence', () => {
  it('is listed in the order of the cast, whatever the order given', async () => {
    const { id, nova, ada } = await aSentenceWithCast()
    const row = await updateSentence(studio.ctx, { id, castIds: [ada, nova, ada] })
    expect(row).toMatchObject({ castIds: [nova, ada], version: 2 })
    expect(await updateSentence(studio.ctx, { id, castIds: [nova, ada] })).toEqual(row)
    expect(await updateSentence(studio.ctx, { id, castIds: [ada] })).toMatchObject({ castIds: [ada], version: 3 })
    expect(await updateSentence(studio.ctx, { id, castIds: [] })).toMatchObject({ castIds: [], version: 4 })
  })

  it('is kept in mind while a member is deleted', async () => {
    const { id, nova, ada } = await aSentenceWithCast()
    await updateSentence(studio.ctx, { id, castIds: [nova, ada] })
    await deleteCastMember(studio.ctx, { id: nova })
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ castIds: [ada] })
    await updateSentence(studio.ctx, { id, castIds: [] })
    await restoreCastMember(studio.ctx, { id: nova })
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ castIds: [nova] })
  })

  it('can be nobody of another project, nobody deleted and nobody unknown', async () => {
    const { id, nova } = await aSentenceWithCast()
    const { ada: stranger } = await aSentenceWithCast()
    const { ada: gone } = await aSentenceWithCast()
    await deleteCastMember(studio.ctx, { id: gone })
    for (const wrong of [stranger, gone, newId()]) {
      const update = updateSentence(studio.ctx, { id, castIds: [nova, wrong], locked: true })
      await expect(update).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: { castIds: expect.any(String) } })
    }
    expect(await readSentence(studio.ctx, { id })).toMatchObject({ castIds: [], locked: false, version: 1 })
  })
})

async function aSentence() {
  const { sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'words')
  return await readSentence(studio.ctx, { id: row?.id ?? '' })
}

async function aSentenceWithCast(): Promise<{ id: string; nova: string; ada: string }> {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'words')
  const nova = await addCastMember(studio.ctx, { projectId, name: 'Nova' })
  const ada = await addCastMember(studio.ctx, { projectId, name: 'Ada' })
  return { id: row?.id ?? '', nova: nova.id, ada: ada.id }
}

async function redoOf(id: string): Promise<boolean[]> {
  const { redoImage, redoVideo } = await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id } })
  return [redoImage, redoVideo]
}
