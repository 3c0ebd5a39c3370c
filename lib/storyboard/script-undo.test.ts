import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, useStudio } from '#lib/testing/context.ts'
import { editSentence } from './edit-sentence.ts'
import { readBoard } from './queries.ts'
import { listArchived, restoreArchived } from './script-archive.ts'
import { importScript } from './script-commands.ts'
import { listScriptVersions } from './script-queries.ts'
import { undoImport } from './script-undo.ts'
import { firstVersion, importNext } from './script-version.fixture.ts'
import { deleteSection } from './section-commands.ts'
import { archiveSentence, deleteSentence, moveSentence } from './sentence-commands.ts'

const studio = useStudio()
const first = 'The fox runs over the hill. The dog sleeps in the yard. A bell rings far away.'
const second = 'The fox runs slowly over the hill. A bell rings far away. Nobody hears it at all.'
let projectId = ''

beforeEach(async () => {
  projectId = (await aProject(studio)).id
  await importScript(studio.ctx, firstVersion(projectId, first))
})

async function texts(): Promise<string[]> {
  const board = await readBoard(studio.ctx, { projectId })
  const rows = board.sections.flatMap(({ id }) => board.sentences.filter((row) => row.sectionId === id))
  return rows.map(({ text }) => text)
}

async function rowOf(start: string) {
  const { sentences } = await readBoard(studio.ctx, { projectId })
  const row = sentences.find(({ text }) => text.startsWith(start))
  if (!row) throw new Error(`${start} is not on the board.`)
  return row
}

/** As a job that is asked for and a picture that is chosen do: the row is another version, and nobody changed a word. */
async function touchAll(): Promise<void> {
  await studio.ctx.db.sentence.updateMany({
    where: { projectId },
    data: { version: { increment: 1 }, redoImage: true, locked: true },
  })
}

describe('taking an import back', () => {
  it('takes the whole of it back, whatever pictures were made since', async () => {
    const { id: versionId } = await importNext(studio.ctx, projectId, second)
    await touchAll()
    expect(await undoImport(studio.ctx, { projectId, versionId })).toMatchObject({ archived: 1, restored: 2, kept: 0 })
    expect((await texts()).join(' ')).toBe(first)
    expect((await rowOf('The fox')).imagePrompt).toBe('The fox runs over the hill')
  })

  it('leaves what somebody changed of it since, and only that', async () => {
    const { id: versionId } = await importNext(studio.ctx, projectId, second)
    const fox = await rowOf('The fox')
    await editSentence(studio.ctx, { id: fox.id, field: 'imagePrompt', text: 'my own fox' })
    const fresh = await rowOf('Nobody')
    await editSentence(studio.ctx, { id: fresh.id, text: 'Nobody hears the bell.' })
    expect(await undoImport(studio.ctx, { projectId, versionId })).toMatchObject({ archived: 0, restored: 1, kept: 2 })
    expect(await texts()).toEqual([...first.split(/(?<=\.) /u), 'Nobody hears the bell.'])
    expect((await rowOf('The fox')).imagePrompt).toBe('my own fox')
  })

  it('leaves a sentence where somebody moved it since, with the words it had before', async () => {
    const { id: versionId } = await importNext(studio.ctx, projectId, second)
    const { id: sectionId } = await aSection(studio.ctx, projectId)
    await moveSentence(studio.ctx, { id: (await rowOf('The fox')).id, sectionId })
    await undoImport(studio.ctx, { projectId, versionId })
    expect(await rowOf('The fox')).toMatchObject({ sectionId, text: 'The fox runs over the hill.' })
  })

  it('leaves one that was brought back from the archive and deleted by hand deleted', async () => {
    const { id: versionId } = await importNext(studio.ctx, projectId, second)
    const { items } = await listArchived(studio.ctx, { projectId })
    await restoreArchived(studio.ctx, { projectId, ids: items.map(({ id }) => id) })
    await deleteSentence(studio.ctx, { id: (await rowOf('The dog')).id })
    expect(await undoImport(studio.ctx, { projectId, versionId })).toMatchObject({ restored: 1, kept: 1 })
    expect(await texts()).toEqual(['The fox runs over the hill.', 'A bell rings far away.'])
  })

  it('leaves one that was brought back and archived by hand since archived', async () => {
    const { id: versionId } = await importNext(studio.ctx, projectId, second)
    const { items } = await listArchived(studio.ctx, { projectId })
    await restoreArchived(studio.ctx, { projectId, ids: items.map(({ id }) => id) })
    studio.clock.advance(1_000)
    await archiveSentence(studio.ctx, { id: (await rowOf('The dog')).id })
    expect(await undoImport(studio.ctx, { projectId, versionId })).toMatchObject({ restored: 1, kept: 1 })
    expect(await texts()).toEqual(['The fox runs over the hill.', 'A bell rings far away.'])
  })

  it('brings a section back with the sentences that go back to it', async () => {
    const { id: versionId } = await importNext(studio.ctx, projectId, second)
    const { sectionId } = await rowOf('The fox')
    const { id: otherId } = await aSection(studio.ctx, projectId)
    for (const start of ['The fox', 'A bell', 'Nobody']) {
      await moveSentence(studio.ctx, { id: (await rowOf(start)).id, sectionId: otherId })
    }
    await deleteSection(studio.ctx, { id: sectionId })
    await undoImport(studio.ctx, { projectId, versionId })
    expect(await texts()).toContain('The dog sleeps in the yard.')
  })

  it('goes from the newest to the oldest', async () => {
    const { id: versionId } = await importNext(studio.ctx, projectId, second)
    const { items } = await listScriptVersions(studio.ctx, { projectId })
    const oldest = { projectId, versionId: items.at(-1)?.id ?? newId() }
    await expect(undoImport(studio.ctx, oldest)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'A newer version of the script was imported since.',
      suggestion: 'Take version 2 back first.',
    })
    await undoImport(studio.ctx, { projectId, versionId })
    await undoImport(studio.ctx, oldest)
    expect(await texts()).toEqual([])
  })
})
