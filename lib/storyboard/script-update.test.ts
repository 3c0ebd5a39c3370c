import { describe, expect, it } from 'vitest'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aTake } from '#lib/testing/takes.ts'
import { editSentence } from './edit-sentence.ts'
import { mergeSentences } from './merge-sentences.ts'
import { purgeDeleted } from './purge.ts'
import { readBoard } from './queries.ts'
import { listArchived, restoreArchived } from './script-archive.ts'
import { importScript } from './script-commands.ts'
import { compareScript } from './script-compare.ts'
import { importScriptInput } from './script-input.ts'
import { listScriptVersions, readScriptSource, readScriptState } from './script-queries.ts'
import { undoImport } from './script-undo.ts'
import { accepted, compareSource, firstVersion, importNext } from './script-version.fixture.ts'
import { addSection } from './section-commands.ts'
import { addSentences } from './sentence-commands.ts'
import { splitSentence } from './split-sentence.ts'

const studio = useStudio()

const first = `INT. PIER - NIGHT

Nova waits on the pier in the rain. The ferry is late again tonight. A gull cries somewhere above.

EXT. SEA - DAWN

The sun comes up behind the islands. Nobody is on deck. The lamps go out one by one.
`
const second = `EXT. SEA - DAWN

The sun comes up slowly behind the islands. Nobody is on deck. The lamps go out one by one.

INT. PIER - NIGHT

A bell rings twice in the dark. Nova waits on the pier in the rain. A gull cries somewhere above.
`

async function shown(projectId: string): Promise<string[]> {
  const board = await readBoard(studio.ctx, { projectId })
  return board.sections.flatMap(({ id, title }) => [
    `# ${title}`,
    ...board.sentences.filter((row) => row.sectionId === id).map(({ text }) => text),
  ])
}

async function rowOf(projectId: string, text: string) {
  const { sentences } = await readBoard(studio.ctx, { projectId })
  const row = sentences.find((one) => one.text === text)
  if (!row) throw new Error(`${text} is not on the board.`)
  return row
}

async function aScript() {
  const { id: projectId } = await aProject(studio)
  await importScript(studio.ctx, firstVersion(projectId, first))
  return projectId
}

const compare = (projectId: string) => compareSource(studio.ctx, projectId, second)

describe('a new version of the script', () => {
  it('keeps what is the same, follows the new order, and archives what is gone', async () => {
    const projectId = await aScript()
    const ids = new Map((await readBoard(studio.ctx, { projectId })).sentences.map(({ text, id }) => [text, id]))
    const version = await importScript(studio.ctx, accepted(projectId, await compare(projectId)))
    expect(version).toMatchObject({ number: 2, counts: { added: 1, edited: 1, archived: 1, sentences: 6 } })
    expect(await shown(projectId)).toEqual([
      '# EXT. SEA - DAWN',
      'The sun comes up slowly behind the islands.',
      'Nobody is on deck.',
      'The lamps go out one by one.',
      '# INT. PIER - NIGHT',
      'A bell rings twice in the dark.',
      'Nova waits on the pier in the rain.',
      'A gull cries somewhere above.',
    ])
    const sun = await rowOf(projectId, 'The sun comes up slowly behind the islands.')
    expect(sun.id).toBe(ids.get('The sun comes up behind the islands.'))
    expect(sun.imagePrompt).toBe('exterior, sea, dawn: The sun comes up slowly behind the islands')
    const { items } = await listArchived(studio.ctx, { projectId })
    expect(items.map(({ text }) => text)).toEqual(['The ferry is late again tonight.'])
  })

  it('is nothing new when it is the same', async () => {
    const projectId = await aScript()
    const before = await readBoard(studio.ctx, { projectId })
    const version = await importScript(
      studio.ctx,
      accepted(projectId, await compareSource(studio.ctx, projectId, first)),
    )
    expect(version.counts).toMatchObject({ same: 6, edited: 0, moved: 0, added: 0, archived: 0 })
    expect(await readBoard(studio.ctx, { projectId })).toEqual(before)
  })

  it('counts what came from the script, and not what was added by hand and goes along', async () => {
    const projectId = await aScript()
    const nova = await rowOf(projectId, 'Nova waits on the pier in the rain.')
    const byHand = Array.from({ length: 8 }, (_, at) => ({ id: newId(), text: `By hand ${at}.` }))
    await addSentences(studio.ctx, { sectionId: nova.sectionId, afterId: nova.id, sentences: byHand })
    const moved = first.replace(`${nova.text} `, '').replace('The sun comes', `${nova.text} The sun comes`)
    const { counts } = await importNext(studio.ctx, projectId, moved)
    expect(counts).toMatchObject({ moved: 1, same: 5, edited: 0, added: 0, archived: 0 })
    expect((await shown(projectId)).slice(3, 7)).toEqual(['# EXT. SEA - DAWN', nova.text, 'By hand 0.', 'By hand 1.'])
  })

  it('leaves prompts that somebody wrote, and words that somebody changed on the board', async () => {
    const projectId = await aScript()
    const sun = await rowOf(projectId, 'The sun comes up behind the islands.')
    const gull = await rowOf(projectId, 'A gull cries somewhere above.')
    await editSentence(studio.ctx, { id: sun.id, field: 'imagePrompt', text: 'my own prompt' })
    await editSentence(studio.ctx, { id: gull.id, text: 'Two gulls cry.' })
    await importScript(studio.ctx, accepted(projectId, await compare(projectId)))
    expect((await rowOf(projectId, 'The sun comes up slowly behind the islands.')).imagePrompt).toBe('my own prompt')
    expect((await rowOf(projectId, 'Two gulls cry.')).id).toBe(gull.id)
  })

  it('knows the drafts of what was added by hand, in whichever language and under whichever name of the section', async () => {
    const { id: projectId } = await aProject(studio)
    const { id: sectionId } = await addSection(studio.ctx, { projectId, title: 'INT. PIER - NACHT' })
    const byHand = ['Nova wartet auf dem Pier und es regnet.', 'Die Fähre ist auch heute zu spät.']
    await addSentences(studio.ctx, { sectionId, sentences: byHand.map((text) => ({ text })) })
    const drafts = async () => (await compareSource(studio.ctx, projectId, byHand.join(' '))).comparison.sentences
    expect((await drafts()).map(({ hasDraft }) => hasDraft)).toEqual([true, true])
    const { id } = await rowOf(projectId, byHand[0] ?? '')
    await editSentence(studio.ctx, { id, field: 'imagePrompt', text: 'my own prompt' })
    expect((await drafts()).map(({ hasDraft }) => hasDraft)).toEqual([false, true])
  })

  it('leaves joined what somebody joined and split what somebody split, also when the script edits it', async () => {
    const projectId = await aScript()
    const [nova, ferry] = [
      await rowOf(projectId, 'Nova waits on the pier in the rain.'),
      await rowOf(projectId, 'The ferry is late again tonight.'),
    ]
    await mergeSentences(studio.ctx, { id: ferry.id, intoId: nova.id })
    const sun = await rowOf(projectId, 'The sun comes up behind the islands.')
    await splitSentence(studio.ctx, { id: sun.id, at: 'The sun comes up'.length, newId: newId() })
    const before = await shown(projectId)
    const same = await importNext(studio.ctx, projectId, first)
    expect(same.counts).toMatchObject({ edited: 0, added: 0, archived: 0 })
    expect(await shown(projectId)).toEqual(before)
    await importNext(
      studio.ctx,
      projectId,
      first.replace('again tonight', 'tonight').replace('the islands', 'two islands'),
    )
    expect(await shown(projectId)).toEqual(
      before.map((text) => text.replace('again tonight', 'tonight').replace('the islands', 'two islands')),
    )
  })

  it('leaves what was added by hand with its neighbour', async () => {
    const projectId = await aScript()
    const nova = await rowOf(projectId, 'Nova waits on the pier in the rain.')
    const added = [{ text: 'By hand.' }]
    await addSentences(studio.ctx, { sectionId: nova.sectionId, afterId: nova.id, sentences: added })
    const compared = await compare(projectId)
    expect(compared.comparison.byHand).toBe(1)
    await importScript(studio.ctx, accepted(projectId, compared))
    const texts = await shown(projectId)
    expect(texts[texts.indexOf('Nova waits on the pier in the rain.') + 1]).toBe('By hand.')
  })

  it('is refused with the reason when somebody changed what was compared, and not for anything else', async () => {
    const projectId = await aScript()
    const input = accepted(projectId, await compare(projectId))
    const sun = await rowOf(projectId, 'The sun comes up behind the islands.')
    await editSentence(studio.ctx, { id: sun.id, field: 'imagePrompt', text: 'meanwhile' })
    await addSentences(studio.ctx, { sectionId: sun.sectionId, sentences: [{ text: 'Meanwhile.' }] })
    await editSentence(studio.ctx, { id: sun.id, text: 'The moon comes up.' })
    await expect(importScript(studio.ctx, input)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: '“The sun comes up behind the islands.” was changed meanwhile and is “The moon comes up.” now.',
    })
    await editSentence(studio.ctx, { id: sun.id, text: 'The sun comes up behind the islands.' })
    await importScript(studio.ctx, input)
    expect(await shown(projectId)).toContain('Meanwhile.')
  })

  it('is made once when two people import it at once', async () => {
    const projectId = await aScript()
    const longer = `${first}\nA bell rings twice in the dark.`
    const own = accepted(projectId, await compareSource(studio.ctx, projectId, longer))
    const other = accepted(projectId, await compareSource(studio.ctx, projectId, longer))
    await importScript(studio.ctx, own)
    const before = await shown(projectId)
    await expect(importScript(studio.as('editor'), other)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: '“A bell rings twice in the dark.” came onto the board meanwhile.',
    })
    expect(await shown(projectId)).toEqual(before)
  })

  it('is taken back whole, but for what was changed since', async () => {
    const projectId = await aScript()
    const before = await shown(projectId)
    const { id: versionId } = await importScript(studio.ctx, accepted(projectId, await compare(projectId)))
    const undone = await undoImport(studio.ctx, { projectId, versionId })
    expect(undone).toMatchObject({ archived: 1, kept: 0 })
    expect(await shown(projectId)).toEqual(before)
    const again = await importScript(studio.ctx, accepted(projectId, await compare(projectId)))
    const sun = await rowOf(projectId, 'The sun comes up slowly behind the islands.')
    await editSentence(studio.ctx, { id: sun.id, text: 'A red sun.' })
    expect(await undoImport(studio.ctx, { projectId, versionId: again.id })).toMatchObject({ kept: 1 })
    expect(await shown(projectId)).toContain('A red sun.')
    expect(await undoImport(studio.ctx, { projectId, versionId: again.id })).toMatchObject({ archived: 0, restored: 0 })
  })

  it('says that a sentence is not of this project, which is no change of it', async () => {
    const projectId = await aScript()
    const input = accepted(projectId, await compare(projectId))
    const other = await rowOf(await aScript(), 'The ferry is late again tonight.')
    await expect(
      importScript(studio.ctx, { ...input, gone: [{ id: other.id, text: other.text }] }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', message: `This project has no sentence ${other.id}.` })
  })

  it('is told from a script to add: what was there and what is gone go together', async () => {
    const projectId = await aScript()
    const { gone: _, ...input } = accepted(projectId, await compare(projectId))
    expect(importScriptInput.safeParse(input).error?.issues[0]?.path).toEqual(['gone'])
  })

  it('brings archived ones back, with their section, however long ago', async () => {
    const projectId = await aScript()
    await importNext(studio.ctx, projectId, second.slice(0, second.indexOf('INT.')))
    studio.clock.advance(100 * 24 * 60 * 60 * 1_000)
    await purgeDeleted(studio.ctx.db, studio.clock.now())
    const { items } = await listArchived(studio.ctx, { projectId })
    expect(items).toHaveLength(3)
    expect(await shown(projectId)).not.toContain('# INT. PIER - NIGHT')
    expect(await restoreArchived(studio.ctx, { projectId, ids: items.map(({ id }) => id) })).toEqual({ restored: 3 })
    expect((await shown(projectId)).slice(0, 4)).toEqual([
      '# INT. PIER - NIGHT',
      'Nova waits on the pier in the rain.',
      'The ferry is late again tonight.',
      'A gull cries somewhere above.',
    ])
  })
})

it('is for those who may edit, and seen by those who may see', async () => {
  const projectId = await aScript()
  const { items } = await listScriptVersions(studio.ctx, { projectId })
  const versionId = items[0]?.id ?? ''
  const edits = [
    (ctx: Ctx) => compareScript(ctx, { projectId, language: 'en', sections: [] }),
    (ctx: Ctx) => undoImport(ctx, { projectId, versionId }),
    (ctx: Ctx) => restoreArchived(ctx, { projectId, ids: [] }),
  ]
  for (const ask of edits) {
    await expect(ask(studio.as('viewer'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(ask(studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  for (const ask of [listArchived, readScriptState, listScriptVersions]) {
    await ask(studio.as('viewer'), { projectId })
    await expect(ask(studio.stranger, { projectId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  await expect(readScriptSource(studio.stranger, { projectId, versionId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

describe('pictures', () => {
  const storage = useMedia()
  it('stay with their sentences', async () => {
    const projectId = await aScript()
    const gull = await rowOf(projectId, 'A gull cries somewhere above.')
    const { take } = await aTake(studio.ctx, storage.media, { projectId, sentenceId: gull.id })
    await importScript(studio.ctx, accepted(projectId, await compare(projectId)))
    expect((await rowOf(projectId, 'A gull cries somewhere above.')).currentTakeId).toBe(take.id)
  })
})
