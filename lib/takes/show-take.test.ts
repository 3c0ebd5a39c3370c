import { expect, it } from 'vitest'
import { mergeSentences } from '#lib/storyboard/merge-sentences.ts'
import { addSentences } from '#lib/storyboard/sentence-commands.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { aSentence } from '#lib/testing/takes.ts'
import { showTake } from './show-take.ts'

const studio = useStudio()

it('a sentence shows another of its takes, or none, and what it showed again', async () => {
  const { sentenceId: id } = await aSentence(studio)
  const [first, second] = [await aFreshTake(studio.ctx, id), await aFreshTake(studio.ctx, id)]
  expect(await showTake(studio.ctx, { id, takeId: first })).toMatchObject({ currentTakeId: first })
  expect(await showTake(studio.ctx, { id, takeId: null })).toMatchObject({ currentTakeId: null, imageUrl: null })
  const row = await showTake(studio.ctx, { id, takeId: second })
  expect(row).toMatchObject({ currentTakeId: second })
  expect(await showTake(studio.ctx, { id, takeId: second })).toEqual(row)
})

it('a clip has a place of its own', async () => {
  const { sentenceId: id } = await aSentence(studio)
  const [picture, clip] = [await aFreshTake(studio.ctx, id), await aFreshTake(studio.ctx, id, 'video')]
  const without = await showTake(studio.ctx, { id, takeId: null, place: 'clip' })
  expect(without).toMatchObject({ currentTakeId: picture, currentClipId: null })
  expect(await showTake(studio.ctx, { id, takeId: clip, place: 'clip' })).toMatchObject({ currentClipId: clip })
})

it('a locked sentence goes on showing what it shows', async () => {
  const { sentenceId: id } = await aSentence(studio)
  const takeId = await aFreshTake(studio.ctx, id)
  await updateSentence(studio.ctx, { id, locked: true })
  await expect(showTake(studio.ctx, { id, takeId: null })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await showTake(studio.ctx, { id, takeId })).toMatchObject({ currentTakeId: takeId })
})

it('a take that a merge took along is not shown from where it was', async () => {
  const { sentenceId: intoId } = await aSentence(studio)
  const { sectionId } = await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id: intoId } })
  const [row] = await addSentences(studio.ctx, { sectionId, sentences: [{ text: 'It rains.' }] })
  const id = row?.id ?? ''
  const takeId = await aFreshTake(studio.ctx, id)
  await mergeSentences(studio.ctx, { id, intoId })
  await expect(showTake(studio.ctx, { id, takeId })).rejects.toMatchObject({ code: 'CONFLICT' })
})

it('is for those who may edit the board', async () => {
  const { sentenceId: id } = await aSentence(studio)
  const takeId = await aFreshTake(studio.ctx, id)
  await expect(showTake(studio.as('viewer'), { id, takeId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(showTake(studio.stranger, { id, takeId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
