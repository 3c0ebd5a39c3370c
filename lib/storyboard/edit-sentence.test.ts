import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { editSentence } from './edit-sentence.ts'

const studio = useStudio()
const before = 'The red door stands at the end.'

describe('editSentence', () => {
  it('puts the words of two people together where they changed different ones', async () => {
    const id = await aSentence(before)
    await editSentence(studio.ctx, { id, text: 'The blue door stands at the end.', baseText: before })
    const row = await editSentence(studio.as('editor'), { id, text: `${before} It rains.`, baseText: before })
    expect(row.text).toBe('The blue door stands at the end. It rains.')
  })

  it('offers both where they changed the same ones, and changes nothing', async () => {
    const id = await aSentence(before)
    const theirs = await editSentence(studio.ctx, { id, text: 'The blue door stands at the end.', baseText: before })
    const mine = editSentence(studio.as('editor'), { id, text: 'The green door stands at the end.', baseText: before })
    const merged = 'The blue green door stands at the end.'
    await expect(mine).rejects.toMatchObject({ code: 'CONFLICT', details: { current: theirs, merged } })
  })

  it('sent twice is carried out once, whatever was written since', async () => {
    const id = await aSentence(before)
    const edit = { id, text: 'The blue door stands at the end.', baseText: before, editId: newId() }
    await editSentence(studio.ctx, edit)
    const later = await editSentence(studio.ctx, { id, text: 'The old door stands at the end.', baseText: edit.text })
    expect(await editSentence(studio.ctx, edit)).toEqual(later)
  })

  it('that was refused can be sent again', async () => {
    const id = await aSentence('theirs')
    const edit = { id, text: 'mine', baseText: 'old', editId: newId() }
    await expect(editSentence(studio.ctx, edit)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await editSentence(studio.ctx, { ...edit, baseText: 'theirs' })).toMatchObject({ text: 'mine' })
  })

  it('refuses words that together would be too many', async () => {
    const long = 'x'.repeat(4_990)
    const id = await aSentence(`${long}`)
    await editSentence(studio.ctx, { id, text: `${long} theirs`, baseText: long })
    const mine = editSentence(studio.ctx, { id, text: `mine ${long}`, baseText: long })
    await expect(mine).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('of a hundred words by twenty at once keeps all of them', async () => {
    const words = Array.from({ length: 100 }, (_, index) => `word${index}`)
    const id = await aSentence(words.join(' '))
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const text = words.map((word, at) => (at === index * 5 ? `${word}new` : word)).join(' ')
        return editSentence(studio.ctx, { id, text, baseText: words.join(' '), editId: newId() })
      }),
    )
    const row = await studio.database.db.sentence.findUniqueOrThrow({ where: { id } })
    expect(row.text).toBe(words.map((word, at) => (at % 5 === 0 ? `${word}new` : word)).join(' '))
  })
})

async function aSentence(text: string): Promise<string> {
  const { sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, text)
  return row?.id ?? ''
}
