import { expect, it } from 'vitest'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { aJob, aSentence } from '#lib/testing/takes.ts'
import { bringTakeBack, putTakeAway } from './edit-takes.ts'
import { showTake } from './show-take.ts'

const studio = useStudio()

/** A sentence with two takes, which shows the second. */
async function twoTakes() {
  const { sentenceId: id, projectId } = await aSentence(studio)
  const [first, second] = [await aFreshTake(studio.ctx, id), await aFreshTake(studio.ctx, id)]
  await showTake(studio.ctx, { id, takeId: second })
  return { id, projectId, first, second }
}

it('a take is deleted and brought back, any number of times, and shown again where it was shown', async () => {
  const { id, first, second: takeId } = await twoTakes()
  for (const _ of [1, 2]) {
    const gone = await putTakeAway(studio.ctx, { id, takeId })
    expect(gone).toMatchObject({ take: { id: takeId, deleted: true }, sentences: [{ id, currentTakeId: first }] })
  }
  for (const _ of [1, 2]) {
    const back = await bringTakeBack(studio.ctx, { id, takeId, isShown: true })
    expect(back).toMatchObject({
      take: { deleted: false, isCurrent: true },
      sentences: [{ id, currentTakeId: takeId }],
    })
  }
})

it('one that was not shown comes back beside the one that is', async () => {
  const { id, first: takeId, second } = await twoTakes()
  await putTakeAway(studio.ctx, { id, takeId })
  const back = await bringTakeBack(studio.ctx, { id, takeId, isShown: false })
  expect(back).toMatchObject({ take: { deleted: false, isCurrent: false }, sentences: [{ currentTakeId: second }] })
})

it('one comes back beside the picture of a sentence that was locked since', async () => {
  const { id, first, second: takeId } = await twoTakes()
  await putTakeAway(studio.ctx, { id, takeId })
  await updateSentence(studio.ctx, { id, locked: true })
  const back = await bringTakeBack(studio.ctx, { id, takeId, isShown: true })
  expect(back).toMatchObject({ take: { deleted: false }, sentences: [{ currentTakeId: first }] })
})

it('a picture that is being made may still replace the one that has come back', async () => {
  const { id, projectId, second: takeId } = await twoTakes()
  const job = await aJob(studio.ctx, { sentenceId: id, projectId })
  await studio.ctx.db.job.update({ where: { id: job.id }, data: { chosenTakeId: takeId } })
  await putTakeAway(studio.ctx, { id, takeId })
  await bringTakeBack(studio.ctx, { id, takeId, isShown: true })
  const { chosenTakeId } = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: job.id } })
  expect(chosenTakeId).toBe(takeId)
})

it('one that has been ended for good is refused with the reason', async () => {
  const { id, first: takeId } = await twoTakes()
  await putTakeAway(studio.ctx, { id, takeId })
  await studio.ctx.db.take.delete({ where: { id: takeId } })
  const ended = { code: 'NOT_FOUND', message: 'This take is gone for good.' }
  await expect(bringTakeBack(studio.ctx, { id, takeId, isShown: false })).rejects.toMatchObject(ended)
})

it('is for those who may edit the board', async () => {
  const { id, first: takeId } = await twoTakes()
  await expect(putTakeAway(studio.as('viewer'), { id, takeId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const input = { id, takeId, isShown: true }
  await expect(bringTakeBack(studio.stranger, input)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
