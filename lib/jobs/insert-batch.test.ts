import { beforeEach, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { positionsBetween } from '#lib/storyboard/positions.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { clearFleet } from '#lib/testing/gpus.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { generateInput } from './batch-model.ts'
import { generate } from './generate.ts'

const studio = useStudio()
const jobs = useJobs(studio)

beforeEach(() => clearFleet(jobs.ctx))

/** More than are put in at once. */
const manySentences = async () => {
  const { id, sectionId } = await aProject(studio)
  const data = positionsBetween(null, null, 600).map((position, index) => {
    return { id: newId(), projectId: id, sectionId, text: `${index}`, imagePrompt: `scene ${index}`, position }
  })
  await studio.ctx.db.sentence.createMany({ data })
  return { id, ids: data.map((row) => row.id) }
}

it('what breaks off in the middle says how many are in the queue, and the others are made when asked for again', async () => {
  const { id } = await manySentences()
  let calls = 0
  const { queue } = jobs.ctx
  const add: typeof queue.add = async (...given) => {
    if (++calls === 2) throw new Error('The connection is gone.')
    await queue.add(...given)
  }
  const all = generateInput.parse({ projectId: id, scope: 'all' })
  await expect(generate({ ...jobs.ctx, queue: { ...queue, add } }, all)).rejects.toMatchObject({
    ...{ message: '500 of 600 are in the queue. The others could not be put there.', retryable: true },
  })
  const where = { projectId: id }
  expect(await studio.ctx.db.batch.findMany({ where, select: { total: true } })).toEqual([{ total: 500 }])
  expect((await generate(jobs.ctx, all)).jobIds).toHaveLength(100)
})

it('what others ask for first leaves no way around how many may wait, and no batch without anything', async () => {
  const { id, ids } = await manySentences()
  const { queue } = jobs.ctx
  let isFirst = true
  const ensure: typeof queue.ensure = async (...given) => {
    if (isFirst) {
      isFirst = false
      await generate(jobs.ctx, generateInput.parse({ projectId: id, scope: 'selected', ids: ids.slice(0, 500) }))
    }
    await queue.ensure(...given)
  }
  const limits = { perPerson: 600, inAll: 550 }
  const asking = { ...jobs.ctx, queue: { ...queue, ensure }, limits }
  await expect(generate(asking, generateInput.parse({ projectId: id, scope: 'all' }))).rejects.toMatchObject({
    ...{ code: 'QUEUE_FULL', details: { asked: 100, room: 50 } },
  })
  expect(await studio.ctx.db.batch.findMany({ where: { projectId: id }, select: { total: true } })).toEqual([
    { total: 500 },
  ])
})

it('what fits at first is not broken off when there is less room meanwhile', async () => {
  const { id } = await manySentences()
  let asked = 0
  const limits = {
    inAll: 100_000,
    get perPerson() {
      return asked++ === 0 ? 600 : 0
    },
  }
  const made = await generate({ ...jobs.ctx, limits }, generateInput.parse({ projectId: id, scope: 'all' }))
  expect(made.jobIds).toHaveLength(600)
})
