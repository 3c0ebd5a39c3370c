import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { readBoard } from './queries.ts'
import { readCast } from './read-cast.ts'
import { screenplay } from './script/fixtures.fixture.ts'
import { importScript } from './script-commands.ts'
import { type ImportScriptInput, importScriptInput } from './script-input.ts'
import { previewText } from './script-preview.ts'
import { listScriptVersions, readScriptSource, readScriptState } from './script-queries.ts'
import { addSentences } from './sentence-commands.ts'

const studio = useStudio()

function inputOf(projectId: string, source: string, more: Partial<ImportScriptInput> = {}): ImportScriptInput {
  const { name, format, language, sections } = previewText(source, {})
  return importScriptInput.parse({ projectId, name, format, language, source, sections, ...more })
}

const rowsOf = async (projectId: string) => {
  const board = await readBoard(studio.ctx, { projectId })
  return board.sections.flatMap(({ id }) => board.sentences.filter((row) => row.sectionId === id))
}

const textsOf = async (projectId: string) => {
  const board = await readBoard(studio.ctx, { projectId })
  return board.sections.flatMap(({ id, title }) => [
    `# ${title}`,
    ...board.sentences.filter((row) => row.sectionId === id).map(({ text }) => text),
  ])
}

async function countWaiting(): Promise<number> {
  const waiting = await studio.ctx.db.$queryRaw<unknown[]>`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return waiting.length
}

describe('importing a script', () => {
  it('puts it on the board, section by section, with a first prompt and who says it', async () => {
    const { id: projectId } = await aProject(studio)
    const version = await importScript(studio.ctx, inputOf(projectId, screenplay))
    expect(version).toMatchObject({ number: 1, format: 'fountain', counts: { sections: 2, sentences: 10, added: 10 } })
    expect(await textsOf(projectId)).toEqual([
      '# INT. FERRY TERMINAL - NIGHT',
      'Rain on the windows.',
      'NOVA (30s) counts coins.',
      'The clock stops.',
      '(softly) I know.',
      'I know it is late.',
      'Nobody comes after ten.',
      '# EXT. PIER - CONTINUOUS',
      'The ferry leaves without a sound.',
      'Wait!',
      'Wait for us!',
      'THE END',
    ])
    const sentences = await rowsOf(projectId)
    expect(sentences[3]).toMatchObject({
      speaker: 'NOVA',
      imagePrompt: 'interior, ferry terminal, night: Nova speaking, softly',
    })
  })

  it('takes who was accepted into the cast, and sets them where they are', async () => {
    const { id: projectId } = await aProject(studio)
    const cast = [
      { name: 'Nova', kind: 'character' as const },
      { name: 'Pier', kind: 'place' as const },
      { name: 'nova', kind: 'character' as const },
    ]
    const version = await importScript(studio.ctx, inputOf(projectId, screenplay, { cast }))
    expect(version.counts.cast).toBe(2)
    const members = await readCast(studio.ctx.db, projectId)
    expect(members.map(({ name, kind }) => [name, kind])).toEqual([
      ['Nova', 'character'],
      ['Pier', 'place'],
    ])
    const sentences = await rowsOf(projectId)
    const [nova, pier] = members.map(({ id }) => id)
    expect(sentences.map(({ castIds }) => castIds)).toEqual([
      ...[[], [nova], [], [nova], [nova], []],
      ...[[pier], [nova, pier], [pier], [pier]],
    ])
  })

  it('comes behind what is there, and keeps every version whole', async () => {
    const { id: projectId, sectionId } = await aProject(studio)
    await addSentences(studio.ctx, { sectionId, sentences: [{ text: 'By hand.' }] })
    await importScript(studio.ctx, inputOf(projectId, 'One.'))
    const { id: versionId } = await importScript(studio.ctx, inputOf(projectId, 'Two.'))
    expect(await textsOf(projectId)).toEqual(['# Section 1', 'By hand.', '# Section 1', 'One.', '# Section 1', 'Two.'])
    const { items } = await listScriptVersions(studio.ctx, { projectId })
    expect(items.map(({ number, createdBy }) => [number, createdBy.id])).toEqual([
      [2, studio.ctx.actor.personId],
      [1, studio.ctx.actor.personId],
    ])
    expect(await readScriptSource(studio.ctx, { projectId, versionId })).toMatchObject({ source: 'Two.' })
    expect(await readScriptState(studio.ctx, { projectId })).toMatchObject({ sentenceCount: 3, scriptCount: 2 })
  })

  it('does nothing twice', async () => {
    const { id: projectId } = await aProject(studio)
    const input = { ...inputOf(projectId, screenplay), id: newId() }
    expect(await importScript(studio.ctx, input)).toEqual(await importScript(studio.ctx, input))
    expect((await readBoard(studio.ctx, { projectId })).sentences).toHaveLength(10)
  })

  it('leaves a section that somebody is putting something into at this very moment', async () => {
    const { id: projectId, sectionId } = await aProject(studio)
    const imported = await studio.ctx.db.$transaction(async (db) => {
      await db.$queryRaw`select 1 from section where id = ${sectionId}::uuid for no key update`
      await db.sentence.create({ data: { id: newId(), projectId, sectionId, text: 'By hand.', position: 'a0' } })
      const importing = importScript(studio.ctx, inputOf(projectId, 'One.'))
      await expect.poll(countWaiting).toBe(1)
      return [importing]
    })
    await Promise.all(imported)
    expect(await textsOf(projectId)).toEqual(['# Section 1', 'By hand.', '# Section 1', 'One.'])
  })

  it('is for those who may edit', async () => {
    const { id: projectId } = await aProject(studio)
    const input = inputOf(projectId, 'One.')
    await expect(importScript(studio.as('viewer'), input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(importScript(studio.stranger, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(listScriptVersions(studio.stranger, { projectId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('has five thousand sentences on the board in a moment', async () => {
    const { id: projectId } = await aProject(studio)
    const source = Array.from({ length: 5_000 }, (_, index) => `Nova waits on pier ${index} for the last ferry home.`)
    const cast = [{ name: 'Nova', kind: 'character' as const }]
    const startedAt = performance.now()
    await importScript(studio.ctx, inputOf(projectId, source.join('\n'), { cast }))
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    const { sentences } = await readBoard(studio.ctx, { projectId })
    expect(sentences.map(({ text }) => text)).toEqual(source)
  })
})
