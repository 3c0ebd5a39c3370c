import { describe, expect, it } from 'vitest'
import { useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { aPair, aTriple, byId, type Pair, takesOf } from '#lib/testing/pairs.ts'
import { editSentence } from './edit-sentence.ts'
import { restoreSentences } from './many-sentences.ts'
import { mergeSentences } from './merge-sentences.ts'
import type { SentenceRow } from './model.ts'
import { readBoard } from './queries.ts'
import { deleteSection } from './section-commands.ts'
import { deleteSentence, restoreSentence } from './sentence-commands.ts'
import { splitSentence } from './split-sentence.ts'
import { unmergeSentences } from './unmerge-sentences.ts'
import { updateSentence } from './update-sentence.ts'

const studio = useStudio()

describe('unmergeSentences', () => {
  it.each(['neither', 'a', 'b', 'both'] as const)('brings all back exactly when %s had a picture', async (who) => {
    const { a, b, read } = await aPair(studio)
    if (who === 'a' || who === 'both') await aFreshTake(studio.ctx, a)
    if (who === 'b' || who === 'both') {
      await aFreshTake(studio.ctx, b)
      await aFreshTake(studio.ctx, b, 'video')
    }
    await updateSentence(studio.ctx, { id: b, seed: '5', videoPrompt: 'slowly' })
    const before = [
      withoutVersion(await read(a)),
      withoutVersion(await read(b)),
      await takesOf(studio, a),
      await takesOf(studio, b),
    ]
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const rows = await unmergeSentences(studio.ctx, { id: b, intoId: a })
    const after = [
      withoutVersion(await read(a)),
      withoutVersion(await read(b)),
      await takesOf(studio, a),
      await takesOf(studio, b),
    ]
    expect(after).toEqual(before)
    expect(byId(await unmergeSentences(studio.ctx, { id: b, intoId: a }))).toEqual(byId(rows))
  })

  it('leaves what was made since with the one that stayed', async () => {
    const { a, b, read } = await aPair(studio)
    const ofB = await aFreshTake(studio.ctx, b)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const since = await aFreshTake(studio.ctx, a)
    await unmergeSentences(studio.ctx, { id: b, intoId: a })
    expect(await read(a)).toMatchObject({ currentTakeId: since, text: 'The door opens.' })
    expect(await read(b)).toMatchObject({ currentTakeId: ofB, text: 'It rains.' })
  })

  it('keeps words that were changed since in the half that stays', async () => {
    const { a, b, read } = await aPair(studio)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    await editSentence(studio.as('editor'), { id: a, text: 'The red door opens. It rains.' })
    await unmergeSentences(studio.ctx, { id: b, intoId: a })
    expect((await read(a)).text).toBe('The red door opens.')
  })

  it('is refused when words of the other half were changed since', async () => {
    const { a, b, read } = await aPair(studio)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const theirs = await editSentence(studio.as('editor'), { id: a, text: 'The door opens. It snows.' })
    await expect(unmergeSentences(studio.ctx, { id: b, intoId: a })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await read(a)).toEqual(theirs)
    expect(await read(b)).toMatchObject({ deleted: true })
  })

  it('brings back the section that was deleted when it was empty', async () => {
    const { projectId, a, b, read } = await aPair(studio)
    const { sectionId } = await read(b)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    await deleteSection(studio.ctx, { id: sectionId })
    await unmergeSentences(studio.ctx, { id: b, intoId: a })
    expect((await readBoard(studio.ctx, { projectId })).sentences.map((row) => row.text)).toEqual([
      'The door opens.',
      'It rains.',
    ])
  })

  it.each([
    ['b', 'a'],
    ['a', 'b'],
  ] as const)('of %s is refused when what they became was split again', async (goes, stays) => {
    const pair = await aPair(studio)
    const ids = { id: pair[goes], intoId: pair[stays] }
    await mergeSentences(studio.ctx, ids)
    await splitSentence(studio.as('editor'), { id: ids.intoId, at: 15 })
    const before = await readBoard(studio.ctx, pair)
    await expect(unmergeSentences(studio.ctx, ids)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await readBoard(studio.ctx, pair)).toEqual(before)
  })

  it('of a chain is refused until the last merge is taken back, and loses no take', async () => {
    const { a, b, c, read } = await aTriple(studio)
    const ofA = await aFreshTake(studio.ctx, a)
    await mergeSentences(studio.ctx, { id: a, intoId: b })
    await mergeSentences(studio.ctx, { id: b, intoId: c })
    const refused = { code: 'CONFLICT', suggestion: 'Take that join back first.' }
    await expect(unmergeSentences(studio.ctx, { id: a, intoId: b })).rejects.toMatchObject(refused)
    await unmergeSentences(studio.ctx, { id: b, intoId: c })
    await unmergeSentences(studio.ctx, { id: a, intoId: b })
    expect([await read(a), await read(b), await read(c)]).toMatchObject([
      { text: 'The door opens.', currentTakeId: ofA, deleted: false },
      { text: 'It rains.', currentTakeId: null, deleted: false },
      { text: 'The end.', deleted: false },
    ])
    expect(await takesOf(studio, a)).toEqual([ofA])
  })

  it('of several into one goes in any order', async () => {
    const { a, b, c, read } = await aTriple(studio)
    const ofB = await aFreshTake(studio.ctx, b)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    await mergeSentences(studio.ctx, { id: c, intoId: a })
    await unmergeSentences(studio.ctx, { id: b, intoId: a })
    expect((await read(a)).text).toBe('The door opens. The end.')
    await unmergeSentences(studio.ctx, { id: c, intoId: a })
    expect([await read(a), await read(b), await read(c)]).toMatchObject([
      { text: 'The door opens.', currentTakeId: null },
      { text: 'It rains.', currentTakeId: ofB },
      { text: 'The end.', currentTakeId: null },
    ])
  })

  it.each<[string, (pair: Pair, sectionId: string) => Promise<unknown>]>([
    ['was deleted', ({ a }) => deleteSentence(studio.ctx, { id: a })],
    ['stands in a section that was', (_, sectionId) => deleteSection(studio.ctx, { id: sectionId })],
  ])('is refused when the one that stayed %s', async (_, remove) => {
    const pair = await aPair(studio)
    await mergeSentences(studio.ctx, { id: pair.b, intoId: pair.a })
    await remove(pair, (await pair.read(pair.a)).sectionId)
    const refused = { code: 'CONFLICT', suggestion: 'Bring that one back first.' }
    await expect(unmergeSentences(studio.ctx, { id: pair.b, intoId: pair.a })).rejects.toMatchObject(refused)
    expect(await pair.read(pair.b)).toMatchObject({ deleted: true })
  })
})

describe('restoring what was merged', () => {
  it('takes the merge back: no word twice, each with its takes', async () => {
    const { a, b, read } = await aPair(studio)
    const ofB = await aFreshTake(studio.ctx, b)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    const { row, movedIds } = await restoreSentence(studio.ctx, { id: b })
    expect(row).toMatchObject({ id: b, text: 'It rains.', currentTakeId: ofB, deleted: false })
    expect(movedIds.toSorted()).toEqual([a, b].toSorted())
    expect(await read(a)).toMatchObject({ text: 'The door opens.', currentTakeId: null })
  })

  it('keeps what was written in it since, by somebody who did not know of the merge', async () => {
    const { a, b, read } = await aPair(studio)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    await editSentence(studio.as('editor'), { id: b, text: 'It rains and rains.', baseText: 'It rains.' })
    await restoreSentence(studio.ctx, { id: b })
    expect([await read(a), await read(b)]).toMatchObject([{ text: 'The door opens.' }, { text: 'It rains and rains.' }])
  })

  it('is refused for the reasons taking it back is, and changes nothing', async () => {
    const { projectId, a, b } = await aPair(studio)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    await editSentence(studio.ctx, { id: a, text: 'The door opens. It snows.' })
    const before = await readBoard(studio.ctx, { projectId })
    await expect(restoreSentence(studio.ctx, { id: b })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await readBoard(studio.ctx, { projectId })).toEqual(before)
  })

  it('brings back a whole chain at once, and the one it ends in', async () => {
    const { a, b, c, read } = await aTriple(studio)
    await mergeSentences(studio.ctx, { id: a, intoId: b })
    await mergeSentences(studio.ctx, { id: b, intoId: c })
    await deleteSentence(studio.ctx, { id: c })
    await restoreSentences(studio.ctx, { ids: [a, b, c] })
    expect([await read(a), await read(b), await read(c)]).toMatchObject([
      { text: 'The door opens.', deleted: false },
      { text: 'It rains.', deleted: false },
      { text: 'The end.', deleted: false },
    ])
  })

  it('brings back its words where the one it was merged into has ended for good', async () => {
    const { a, b, read } = await aPair(studio)
    await mergeSentences(studio.ctx, { id: b, intoId: a })
    await studio.database.db.sentence.delete({ where: { id: a } })
    await restoreSentence(studio.ctx, { id: b })
    expect(await read(b)).toMatchObject({ text: 'It rains.', deleted: false })
  })
})

function withoutVersion({ version: _, ...row }: SentenceRow): Omit<SentenceRow, 'version'> {
  return row
}
