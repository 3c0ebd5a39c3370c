import { describe, expect, it } from 'vitest'
import { queueNameOf } from '#lib/fleet/needs.ts'
import { useStudio } from '#lib/testing/context.ts'
import { useScript } from '#lib/testing/drawn-scripts.ts'
import { aGpu } from '#lib/testing/gpus.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { generateInput } from './batch-model.ts'
import { cancelJob } from './cancel-job.ts'
import { generate, quoteGeneration } from './generate.ts'
import { regenerateInput } from './model.ts'
import { readNeeds } from './read-needs.ts'
import { repairQueue } from './repair-queue.ts'
import { replayTake, retryJob } from './request-take.ts'
import { retryFailed } from './retry-failed.ts'

const studio = useStudio()
const jobs = useJobs(studio)
const script = useScript(studio, jobs, 4)
const { rowOf } = script

const ask = (more: object = {}, index = 0) => script.ask(index, { quality: 'draft', ...more })
const needsOf = async (id: string) => {
  const { queue } = await rowOf(id)
  return (await readNeeds(studio.ctx.db, [queue])).get(queue)
}
async function make(index: number, more: object = {}) {
  return await script.draw(await ask(more, index))
}

describe('asking for several', () => {
  it('is one job that needs a GPU which can', async () => {
    await aGpu(jobs.ctx, 'desk', { maxBatch: 2 })
    await aGpu(jobs.ctx, 'rack', { maxBatch: 4 })
    await studio.ctx.db.project.update({ where: { id: script.projectId }, data: { width: 1920, height: 1080 } })
    const job = await ask({ count: 4 })
    expect(job).toMatchObject({ quality: 'draft', count: 4, state: 'queued' })
    const needs = await needsOf(job.id)
    expect(needs).toMatchObject({ quality: 'draft', count: 4, longestSide: 960 })
    await cancelJob(jobs.ctx, { id: job.id })
    const one = await ask()
    // Those that wait since before there were any keep their queue.
    const { count: _, ...single } = needs ?? never()
    expect((await rowOf(one.id)).queue).toBe(queueNameOf(single))
  })

  it('more than any GPU makes in one go says how many may be', async () => {
    await aGpu(jobs.ctx, 'desk', { maxBatch: 2 })
    await aGpu(jobs.ctx, 'rack', { maxBatch: 4 })
    await expect(ask({ count: 5 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'No GPU makes more than 4 of FLUX.2 in one go.',
      suggestion: 'Ask for 4 at most, or raise max_batch of a GPU in config/gpus.yaml.',
      details: { most: 4 },
    })
    expect(await studio.ctx.db.job.count()).toBe(0)
  })

  it('of a workflow that makes one at a time is refused', async () => {
    await make(0)
    await expect(ask({ count: 2, kind: 'image_to_image' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('cannot make 2 in one go'),
      fields: { count: expect.any(String) },
    })
  })

  it.each([
    [{ quality: 'final', count: 2 }, 'Only drafts are made several at once: a final is one picture.'],
    [{ count: 2 }, 'Only drafts are made several at once: a final is one picture.'],
    [{ quality: 'draft', count: 9 }, 'At most 8 are made in one go.'],
    [{ quality: 'draft', count: 0 }, 'The count is 1 or more.'],
    [{ quality: 'draft', count: 1.5 }, 'The count is a whole number from 1 to 8.'],
    [{ quality: 'sketchy' }, 'The quality is draft or final.'],
  ])('%o is refused', (asked, message) => {
    const { error } = regenerateInput.safeParse({ id: script.ids[0], ...asked })
    expect(error?.issues[0]?.message).toBe(message)
  })

  it('that failed asks for as many again, and so does retrying everything', async () => {
    const job = await ask({ count: 3, seed: '7' })
    await cancelJob(jobs.ctx, { id: job.id })
    const { job: again } = await retryJob(jobs.ctx, { id: job.id })
    expect(again).toMatchObject({ count: 3, quality: 'draft', seed: '7' })
    await studio.ctx.db.job.update({ where: { id: again.id }, data: { state: 'failed', endedAt: new Date() } })
    const { jobIds } = await retryFailed(jobs.ctx, { projectId: script.projectId })
    expect(await rowOf(jobIds[0] ?? '')).toMatchObject({ count: 3, quality: 'draft' })
  })

  it('is put back into the queue of its needs when that is lost', async () => {
    const job = await ask({ count: 3 })
    const { queue } = await rowOf(job.id)
    await studio.ctx.db.$executeRaw`delete from pgboss.job where id = ${job.id}::uuid`
    await studio.ctx.db.job.update({ where: { id: job.id }, data: { queue: '' } })
    await repairQueue(jobs.ctx)
    expect((await rowOf(job.id)).queue).toBe(queue)
  })
})

it('a draft that is made again is a draft, and needs what its graph needs', async () => {
  const [, second] = await make(0, { count: 3 })
  const made = {
    bound: { parameters: { seed: '7', renderedSize: { width: 32, height: 16 } }, references: [], count: 3 },
  }
  await studio.ctx.db.take.update({ where: { id: second?.id ?? '' }, data: { made } })
  const { job } = await replayTake(jobs.ctx, { id: second?.id ?? '' })
  expect(job).toMatchObject({ quality: 'draft', count: 1 })
  expect(await needsOf(job.id)).toMatchObject({ quality: 'draft', count: 3, longestSide: 32 })
})

describe('drafts of many', () => {
  const quote = (more: object) =>
    quoteGeneration(jobs.ctx, generateInput.parse({ projectId: script.projectId, ...more }))

  it('that need one are those whose draft or final is out of date, and those without a picture', async () => {
    await make(0)
    await make(1, { quality: 'final' })
    await make(2)
    await studio.ctx.db.sentence.update({ where: { id: script.ids[2] ?? '' }, data: { imagePrompt: 'something else' } })
    const drafted = await generate(
      jobs.ctx,
      generateInput.parse({ projectId: script.projectId, scope: 'stale', quality: 'draft' }),
    )
    const meant = await Promise.all(drafted.jobIds.map(async (id) => (await rowOf(id)).sentenceId))
    expect(meant.sort()).toEqual([script.ids[2], script.ids[3]].sort())
  })

  it('leave finals of drafts to be made', async () => {
    await make(0)
    await make(1, { quality: 'final' })
    const { count, beside } = await quote({ scope: 'stale', quality: 'final' })
    expect([count, beside]).toEqual([3, 0])
  })

  it('say how many lie beside a final that is up to date', async () => {
    await make(0)
    await make(1, { quality: 'final' })
    expect(await quote({ scope: 'all', quality: 'draft' })).toMatchObject({ count: 4, beside: 1 })
    expect(await quote({ scope: 'selected', ids: [script.ids[1]], quality: 'draft' })).toMatchObject({
      count: 1,
      beside: 1,
    })
    expect(await quote({ scope: 'stale', quality: 'draft' })).toMatchObject({ count: 2, beside: 0 })
    expect(await quote({ scope: 'all', quality: 'final' })).toMatchObject({ count: 4, beside: 0 })
  })
})

function never(): never {
  throw new Error('A queue has its needs.')
}
