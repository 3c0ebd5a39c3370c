import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { editSentence } from './edit-sentence.ts'
import { readBoard } from './queries.ts'
import { importScript } from './script-commands.ts'
import { undoImport } from './script-undo.ts'
import { firstVersion } from './script-version.fixture.ts'
import { addSentences, deleteSentence, moveSentence, restoreSentence } from './sentence-commands.ts'

const studio = useStudio()

describe('addSentences', () => {
  it.each([
    ['at the end', undefined, 'abcxy'],
    ['at the start', null, 'xyabc'],
    ['behind another', 'b', 'abxyc'],
  ])('puts them %s, in the order given', async (_, after, expected) => {
    const { sectionId, ids } = await abc()
    const afterId = after ? ids[after] : after
    const rows = await addSentences(studio.ctx, { sectionId, sentences: [{ text: 'x' }, { text: 'y' }], afterId })
    expect(rows).toMatchObject([
      { text: 'x', version: 1, sectionId },
      { text: 'y', version: 1, sectionId },
    ])
    expect(await texts(sectionId)).toBe(expected)
  })

  it('puts them at the end when the one before has gone elsewhere', async () => {
    const { sectionId, projectId, ids } = await abc()
    const other = await aSection(studio.ctx, projectId)
    await moveSentence(studio.ctx, { id: ids.a ?? '', sectionId: other.id })
    await addSentences(studio.ctx, { sectionId, sentences: [{ text: 'x' }], afterId: ids.a })
    expect(await texts(sectionId)).toBe('bcx')
  })

  it('puts them behind a deleted one, where it was', async () => {
    const { sectionId, ids } = await abc()
    await deleteSentence(studio.ctx, { id: ids.b ?? '' })
    await addSentences(studio.ctx, { sectionId, sentences: [{ text: 'x' }], afterId: ids.b })
    await restoreSentence(studio.ctx, { id: ids.b ?? '' })
    expect(await texts(sectionId)).toBe('abxc')
  })

  it('asked again after a lost answer makes nothing twice, and keeps what happened since', async () => {
    const { sectionId } = await abc()
    const input = {
      sectionId,
      sentences: [
        { id: newId(), text: 'x' },
        { id: newId(), text: 'y' },
      ],
      afterId: null,
    }
    const [x, y] = await addSentences(studio.ctx, input)
    const edited = await editSentence(studio.ctx, { id: x?.id ?? '', text: 'X' })
    expect(await addSentences(studio.ctx, input)).toEqual([edited, y])
    expect(await texts(sectionId)).toBe('Xyabc')
  })

  it('takes prompts along, an empty one too, and drafts those that are left out', async () => {
    const { id: projectId } = await aProject(studio)
    await aSection(studio.ctx, projectId, 'INT. PIER - NIGHT')
    const { id: sectionId } = await aSection(studio.ctx, projectId, 'INT. STAIRS - CONTINUOUS')
    const given = [{ text: 'a', imagePrompt: 'rain' }, { text: 'b', imagePrompt: '' }, { text: 'Nova waits.' }]
    const rows = await addSentences(studio.ctx, { sectionId, sentences: given })
    expect(rows.map((row) => row.imagePrompt)).toEqual(['rain', '', 'interior, stairs, night: Nova waits'])
  })

  it('drafts in the language of the words on the board, and in that of the newest script once there is one', async () => {
    const { id: projectId } = await aProject(studio)
    const { id: sectionId } = await aSection(studio.ctx, projectId, 'INT. PIER')
    await sentences(studio.ctx, sectionId, 'Sie wartet auf die Fähre und der Regen hört nicht auf.')
    const add = () => addSentences(studio.ctx, { sectionId, sentences: [{ text: 'Regen.' }] })
    expect(await add()).toMatchObject([{ imagePrompt: 'innen, Pier: Regen' }])
    const { id: versionId } = await importScript(
      studio.ctx,
      firstVersion(projectId, 'Le bateau est en retard et elle attend dans la pluie.'),
    )
    expect(await add()).toMatchObject([{ imagePrompt: 'intérieur, pier: Regen' }])
    expect(await readBoard(studio.ctx, { projectId })).toMatchObject({ scriptLanguage: 'fr' })
    await undoImport(studio.ctx, { projectId, versionId })
    expect(await add()).toMatchObject([{ imagePrompt: 'innen, Pier: Regen' }])
  })

  it('takes a thousand', async () => {
    const { sectionId } = await aProject(studio)
    const many = Array.from({ length: 1_000 }, (_, index) => `${index};`)
    expect(await sentences(studio.ctx, sectionId, ...many)).toHaveLength(1_000)
    expect(await texts(sectionId)).toBe(many.join(''))
  })

  it('keeps every character', async () => {
    const { sectionId } = await aProject(studio)
    const text = `  'quotes' "and" \\ back\n\ttab 👩‍👩‍👧 שלום \u0001 %s $1 {{x}} `
    expect(await sentences(studio.ctx, sectionId, text)).toMatchObject([{ text }])
  })

  it('leaves rows of other sections and projects alone', async () => {
    const theirs = await abc()
    const { sectionId } = await aProject(studio)
    for (const more of [[], [{ text: 'of ours' }]]) {
      const given = [...more, { id: theirs.ids.a, text: 'stolen' }]
      const added = addSentences(studio.ctx, { sectionId, sentences: given })
      await expect(added).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await texts(theirs.sectionId)).toBe('abc')
    expect(await texts(sectionId)).toBe('')
  })
})

describe('editSentence', () => {
  it('changes the text and the version', async () => {
    const { ids } = await abc()
    const row = await editSentence(studio.ctx, { id: ids.a ?? '', text: 'new', baseText: 'a' })
    expect(row).toMatchObject({ text: 'new', version: 2 })
  })

  it('tells of the text of somebody else instead of losing it', async () => {
    const { ids, sectionId } = await abc()
    const id = ids.a ?? ''
    const theirs = await editSentence(studio.ctx, { id, text: 'theirs', baseText: 'a' })
    const mine = editSentence(studio.ctx, { id, text: 'mine', baseText: 'a' })
    await expect(mine).rejects.toMatchObject({ code: 'CONFLICT', details: { current: theirs } })
    expect(await texts(sectionId)).toBe('theirsbc')
  })

  it('asked again after a lost answer is no conflict, and no new version', async () => {
    const { ids } = await abc()
    const input = { id: ids.a ?? '', text: 'new', baseText: 'a' }
    const first = await editSentence(studio.ctx, input)
    expect(await editSentence(studio.ctx, input)).toEqual(first)
  })

  it('of one text by twenty at once lets one through and tells the others', async () => {
    const { ids } = await abc()
    const asked = Array.from({ length: 20 }, (_, index) => {
      return editSentence(studio.ctx, { id: ids.a ?? '', text: `text ${index}`, baseText: 'a' })
    })
    const answers = await Promise.allSettled(asked)
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'CONFLICT' })
    }
  })

  it.each(['imagePrompt', 'videoPrompt'] as const)('changes the %s alone, and may empty it', async (field) => {
    const { ids } = await abc()
    const id = ids.a ?? ''
    const row = await editSentence(studio.ctx, { id, field, text: 'rain', baseText: '' })
    expect(row).toMatchObject({ text: 'a', imagePrompt: '', videoPrompt: '', [field]: 'rain', version: 2 })
    expect(await editSentence(studio.ctx, { id, field, text: '', baseText: 'rain' })).toMatchObject({ [field]: '' })
  })

  it('of one text does not disturb another', async () => {
    const { ids } = await abc()
    const id = ids.a ?? ''
    await editSentence(studio.ctx, { id, text: 'new', baseText: 'a' })
    const row = await editSentence(studio.ctx, { id, field: 'imagePrompt', text: 'rain', baseText: '' })
    expect(row).toMatchObject({ text: 'new', imagePrompt: 'rain', version: 3 })
    const late = editSentence(studio.ctx, { id, field: 'imagePrompt', text: 'snow', baseText: 'fog' })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', details: { current: row } })
  })

  it('reaches a deleted sentence, which comes back with it', async () => {
    const { ids, sectionId } = await abc()
    const id = ids.a ?? ''
    await deleteSentence(studio.ctx, { id })
    expect(await editSentence(studio.ctx, { id, text: 'A', baseText: 'a' })).toMatchObject({ deleted: true })
    await restoreSentence(studio.ctx, { id })
    expect(await texts(sectionId)).toBe('Abc')
  })
})

describe('moveSentence', () => {
  it.each([
    ['to the start', { text: 'c', after: null, expected: 'cab' }],
    ['to the end', { text: 'a', after: undefined, expected: 'bca' }],
    ['up', { text: 'c', after: 'a', expected: 'acb' }],
    ['down', { text: 'a', after: 'b', expected: 'bac' }],
    ['behind itself', { text: 'b', after: 'b', expected: 'abc' }],
    ['where it is', { text: 'b', after: 'a', expected: 'abc' }],
  ])('moves it %s', async (_, { text, after, expected }) => {
    const { sectionId, ids } = await abc()
    const afterId = after ? ids[after] : after
    expect(await moveSentence(studio.ctx, { id: ids[text] ?? '', sectionId, afterId })).toMatchObject({ version: 2 })
    expect(await texts(sectionId)).toBe(expected)
  })

  it('moves it into another section, and says so', async () => {
    const { sectionId, projectId, ids } = await abc()
    const { id: other } = await aSection(studio.ctx, projectId)
    await sentences(studio.ctx, other, 'x', 'y')
    expect(await moveSentence(studio.ctx, { id: ids.b ?? '', sectionId: other, afterId: null })).toMatchObject({
      sectionId: other,
    })
    expect([await texts(sectionId), await texts(other)]).toEqual(['ac', 'bxy'])
  })

  it('does not move it into another project', async () => {
    const { ids } = await abc()
    const { sectionId } = await aProject(studio)
    const move = moveSentence(studio.ctx, { id: ids.a ?? '', sectionId })
    await expect(move).rejects.toMatchObject({ code: 'INVALID_INPUT', fields: { sectionId: expect.any(String) } })
  })
})

describe('deleteSentence', () => {
  it('and restoring leave it at its place, and are done once', async () => {
    const { ids, sectionId } = await abc()
    const id = ids.b ?? ''
    const deleted = await deleteSentence(studio.ctx, { id })
    expect(deleted).toMatchObject({ deleted: true, version: 2 })
    expect(await deleteSentence(studio.ctx, { id })).toEqual(deleted)
    expect(await texts(sectionId)).toBe('ac')
    await sentences(studio.ctx, sectionId, 'd')
    await addSentences(studio.ctx, { sectionId, sentences: [{ text: 'x' }], afterId: ids.a })
    const restored = await restoreSentence(studio.ctx, { id })
    expect(restored.row).toMatchObject({ deleted: false, version: 3 })
    expect(await restoreSentence(studio.ctx, { id })).toEqual(restored)
    expect(await texts(sectionId)).toBe('axbcd')
  })
})

async function abc(): Promise<{ projectId: string; sectionId: string; ids: Record<string, string> }> {
  const { id: projectId, sectionId } = await aProject(studio)
  const rows = await sentences(studio.ctx, sectionId, 'a', 'b', 'c')
  return { projectId, sectionId, ids: Object.fromEntries(rows.map((row) => [row.text, row.id])) }
}

async function texts(sectionId: string): Promise<string> {
  const { projectId } = await studio.ctx.db.section.findUniqueOrThrow({ where: { id: sectionId } })
  const board = await readBoard(studio.ctx, { projectId })
  return board.sentences
    .filter((row) => row.sectionId === sectionId)
    .map((row) => row.text)
    .join('')
}
