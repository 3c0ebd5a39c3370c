import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { addCastMember } from './cast-commands.ts'
import { archiveSentences, deleteSentences, moveSentences, restoreSentences, setSentences } from './many-sentences.ts'
import { purgeDeleted } from './purge.ts'
import { readBoard } from './queries.ts'
import { listArchived, restoreArchived } from './script-archive.ts'
import { deleteSection } from './section-commands.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()

describe('moveSentences', () => {
  it('puts them behind one another in the order given', async () => {
    const { projectId, sectionId, ids } = await letters('abcde')
    const [a = '', b = '', , d = '', e = ''] = ids
    await moveSentences(studio.ctx, { ids: [e, b], sectionId, afterId: a })
    expect(await read(projectId)).toBe('aebcd')
    await moveSentences(studio.ctx, { ids: [d, a, d], sectionId, afterId: null })
    expect(await read(projectId)).toBe('daebc')
  })

  it('takes them into another section, and into no other project', async () => {
    const { projectId, ids } = await letters('abc')
    const other = await aSection(studio.ctx, projectId)
    const rows = await moveSentences(studio.ctx, { ids: ids.slice(1), sectionId: other.id })
    expect(rows.map((row) => row.sectionId)).toEqual([other.id, other.id])
    const { sectionId } = await letters('x')
    const away = moveSentences(studio.ctx, { ids, sectionId })
    await expect(away).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: { sectionId: expect.any(String) } })
  })
})

describe('many at once', () => {
  it('are deleted and brought back, each once, and those that are gone for good are left out', async () => {
    const { projectId, ids } = await letters('abc')
    const some = [...ids.slice(0, 2), newId()]
    expect(await deleteSentences(studio.ctx, { ids: some })).toMatchObject([{ version: 2 }, { version: 2 }])
    expect(await read(projectId)).toBe('c')
    expect(await deleteSentences(studio.ctx, { ids })).toMatchObject([{ version: 2 }, { version: 2 }, { version: 2 }])
    await restoreSentences(studio.ctx, { ids })
    expect(await read(projectId)).toBe('abc')
  })

  it('come back with the section they stand in, and what else stands there', async () => {
    const { projectId, sectionId, ids } = await letters('abc')
    const [a = ''] = ids
    await deleteSentences(studio.ctx, { ids: [a] })
    await deleteSection(studio.ctx, { id: sectionId })
    expect(await read(projectId)).toBe('')
    await restoreSentences(studio.ctx, { ids: [a] })
    expect(await read(projectId)).toBe('abc')
  })

  it('are archived for as long as the project is there, also where no script was imported', async () => {
    const { projectId, sectionId, ids } = await letters('abc')
    const [a = '', b = '', c = ''] = ids
    expect(await archiveSentences(studio.ctx, { ids: [a, b] })).toMatchObject([
      { deleted: true, gone: 'archived', version: 2 },
      { deleted: true, gone: 'archived', version: 2 },
    ])
    await archiveSentences(studio.ctx, { ids: [c] })
    await deleteSection(studio.ctx, { id: sectionId })
    await purgeDeleted(studio.ctx.db, new Date(studio.clock.now().getTime() + 400 * 24 * 3_600_000))
    const { items } = await listArchived(studio.ctx, { projectId })
    expect(items.map(({ text }) => text)).toEqual(['a', 'b', 'c'])
    expect(await restoreArchived(studio.ctx, { projectId, ids: [b] })).toEqual({ restored: 1 })
    expect(await read(projectId)).toBe('b')
    await restoreSentences(studio.ctx, { ids: [a] })
    expect(await read(projectId)).toBe('ab')
  })

  it('are archived or deleted, as was asked first, and not any more once they are back', async () => {
    const { ids } = await letters('ab')
    const [a = '', b = ''] = ids
    await archiveSentences(studio.ctx, { ids: [a] })
    await deleteSentences(studio.ctx, { ids: [b] })
    expect(await deleteSentences(studio.ctx, { ids })).toMatchObject([{ gone: 'archived' }, { gone: 'deleted' }])
    expect(await archiveSentences(studio.ctx, { ids })).toMatchObject([{ gone: 'archived' }, { gone: 'deleted' }])
    await restoreSentences(studio.ctx, { ids })
    expect(await deleteSentences(studio.ctx, { ids: [a] })).toMatchObject([{ gone: 'deleted' }])
  })

  it('are of one project', async () => {
    const [ours, theirs] = [await letters('a'), await letters('b')]
    const ids = [...ours.ids, ...theirs.ids]
    await expect(deleteSentences(studio.ctx, { ids })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await read(ours.projectId)).toBe('a')
  })

  it('get one seed, lock and cast, and those that have it already are left alone', async () => {
    const { projectId, ids } = await letters('abc')
    const { id: nova } = await addCastMember(studio.ctx, { projectId, name: 'Nova' })
    const { id: ada } = await addCastMember(studio.ctx, { projectId, name: 'Ada' })
    const values = { seed: '18446744073709551615', locked: true, castIds: [ada, nova] }
    await updateSentence(studio.ctx, { id: ids[0] ?? '', ...values })
    const rows = await setSentences(studio.ctx, { ids, values })
    expect(rows.map((row) => row.version)).toEqual([2, 2, 2])
    for (const row of rows) expect(row).toMatchObject({ seed: values.seed, locked: true, castIds: [nova, ada] })
    expect(await setSentences(studio.ctx, { ids, values: { castIds: [] } })).toMatchObject(
      Array.from({ length: 3 }, () => ({ castIds: [], seed: values.seed })),
    )
  })

  it('take nobody of another project into their cast', async () => {
    const { ids } = await letters('ab')
    const { projectId } = await letters('x')
    const { id } = await addCastMember(studio.ctx, { projectId, name: 'Stranger' })
    const strange = setSentences(studio.ctx, { ids, values: { castIds: [id], locked: true } })
    await expect(strange).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: { castIds: expect.any(String) } })
  })

  it('can be changed by several people at once', async () => {
    const { projectId, sectionId, ids } = await letters('abcdefgh')
    await Promise.all(
      Array.from({ length: 24 }, (_, index) => {
        const some = index % 2 === 0 ? ids : ids.toReversed()
        if (index % 3 === 0) return setSentences(studio.ctx, { ids: some, values: { seed: String(index) } })
        if (index % 3 === 1) return moveSentences(studio.ctx, { ids: some, sectionId, afterId: null })
        return index % 4 < 2 ? deleteSentences(studio.ctx, { ids: some }) : restoreSentences(studio.ctx, { ids: some })
      }),
    )
    await restoreSentences(studio.ctx, { ids })
    expect([...(await read(projectId))].sort().join('')).toBe('abcdefgh')
  })
})

async function letters(texts: string): Promise<{ projectId: string; sectionId: string; ids: string[] }> {
  const { id: projectId, sectionId } = await aProject(studio)
  const rows = await sentences(studio.ctx, sectionId, ...texts)
  return { projectId, sectionId, ids: rows.map(({ id }) => id) }
}

async function read(projectId: string): Promise<string> {
  const board = await readBoard(studio.ctx, { projectId })
  return board.sentences.map((row) => row.text).join('')
}
