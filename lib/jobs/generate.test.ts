import { beforeEach, describe, expect, it } from 'vitest'
import { transact } from '#lib/live/transact.ts'
import { newId } from '#lib/runtime/ids.ts'
import { positionsBetween } from '#lib/storyboard/positions.ts'
import { aProject, aScript, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { aGpu, clearFleet, without } from '#lib/testing/gpus.ts'
import { aTake } from '#lib/testing/takes.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { generateInput } from './batch-model.ts'
import { changeJob } from './change.ts'
import { generate, quoteGeneration } from './generate.ts'
import { requestTakeInput } from './model.ts'
import { requestTake } from './request-take.ts'
import { retryFailed } from './retry-failed.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let ids: string[]
let projectId: string

beforeEach(async () => {
  await clearFleet(jobs.ctx)
  const script = await aScript(studio, 6)
  projectId = script.projectId
  ids = script.sentenceIds
})

const input = (more: object = {}) => generateInput.parse({ projectId, scope: 'all', ...more })
const quote = (more: object = {}) => quoteGeneration(jobs.ctx, input(more))
const set = (index: number, data: object) => studio.ctx.db.sentence.update({ where: { id: ids[index] ?? '' }, data })
const end = (jobId: string, event: 'fail' | 'cancel') =>
  transact(jobs.ctx, (tx) => changeJob(tx, jobs.ctx.queue, { jobId, event }))
const sentencesOf = async (jobIds: readonly string[]) => {
  const made = await studio.ctx.db.job.findMany({ where: { id: { in: [...jobIds] } } })
  return made.map(({ sentenceId }) => sentenceId).sort()
}

describe('a quote', () => {
  it('counts what would be made and says what is left out', async () => {
    await set(0, { locked: true })
    await set(1, { imagePrompt: '  ' })
    await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: ids[2] }))
    await aGpu(jobs.ctx, 'desk')
    await aGpu(jobs.ctx, 'rack')
    expect(await quote()).toEqual({
      count: 3,
      // Two of 40 s on one of them, after a load of 40.
      seconds: 120,
      gpus: 2,
      room: 1_999,
      waiting: 0,
      beside: 0,
      cannot: [],
      skipped: { locked: 1, noPrompt: 1, underWay: 1 },
    })
    expect(await studio.ctx.db.job.count()).toBe(1)
  })

  it('counts what only GPUs could make that take nothing now', async () => {
    await aGpu(jobs.ctx, 'desk', { mode: 'paused' })
    expect(await quote()).toMatchObject({ count: 6, gpus: 1, waiting: 6, cannot: [] })
    await aGpu(jobs.ctx, 'rack')
    expect(await quote()).toMatchObject({ count: 6, gpus: 1, waiting: 0 })
  })

  it('says of each what cannot be made, and why', async () => {
    await studio.ctx.db.project.update({ where: { id: projectId }, data: { workflow: 'gone' } })
    const { count, cannot, seconds } = await quote()
    expect([count, seconds]).toEqual([0, 0])
    expect(cannot.map(({ sentenceId }) => sentenceId)).toEqual(ids)
    expect(cannot[0]?.reason).toMatch(/^There is no workflow called gone\. There are: /)
    await expect(generate(jobs.ctx, input())).rejects.toMatchObject({ code: 'WORKFLOW_NOT_FOUND' })
  })

  it('says what is missing on the GPUs', async () => {
    await aGpu(jobs.ctx, 'desk', { abilities: without('UNETLoader') })
    const { cannot, gpus } = await quote()
    expect(cannot).toHaveLength(6)
    expect(cannot[0]?.reason).toContain('No GPU has the node type UNETLoader')
    expect(gpus).toBe(0)
    await expect(generate(jobs.ctx, input())).rejects.toMatchObject({ code: 'WORKFLOW_NODE_ERROR' })
  })

  it('is for who may make pictures', async () => {
    const as = (ctx: typeof studio.ctx) => quoteGeneration({ ...jobs.ctx, actor: ctx.actor }, input())
    await expect(as(studio.as('reviewer'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(as(studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await studio.ctx.db.project.update({ where: { id: projectId }, data: { deletedAt: new Date() } })
    await expect(quote()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a scope', () => {
  it('stale is what has no picture, or not the one that would be made now, or was asked for again', async () => {
    const fresh = await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: ids[0] }))
    const job = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: fresh.job.id } })
    await aTake(studio.ctx, jobs.media, { projectId, sentenceId: ids[0] ?? '', job })
    expect((await quote({ scope: 'stale' })).count).toBe(5)
    await set(0, { redoImage: true })
    expect((await quote({ scope: 'stale' })).count).toBe(6)
    await set(0, { redoImage: false })
    await studio.ctx.db.project.update({ where: { id: projectId }, data: { style: 'ink' } })
    expect((await quote({ scope: 'stale' })).count).toBe(6)
    expect((await quote()).count).toBe(6)
  })

  it('failed is what failed last', async () => {
    const { jobIds } = await generate(jobs.ctx, input())
    for (const id of jobIds.slice(0, 3)) await end(id, 'fail')
    for (const id of jobIds.slice(3)) await end(id, 'cancel')
    const again = await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: ids[0] }))
    await end(again.job.id, 'cancel')
    const { jobIds: retried } = await generate(jobs.ctx, input({ scope: 'failed' }))
    expect(await sentencesOf(retried)).toEqual([ids[1], ids[2]].sort())
  })

  it('selected is what is named, and ids narrow every other', async () => {
    const { jobIds } = await generate(jobs.ctx, input({ scope: 'selected', ids: [ids[3], newId()] }))
    expect(await sentencesOf(jobIds)).toEqual([ids[3]])
    expect((await quote({ ids: ids.slice(0, 2) })).count).toBe(2)
    await expect(quote({ scope: 'selected' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('generating', () => {
  it('puts them into the lane of batches, with the seeds that are pinned', async () => {
    await set(4, { seed: '18446744073709551615' })
    const { batchId, jobIds } = await generate(jobs.ctx, input({ quality: 'draft' }))
    const made = await studio.ctx.db.job.findMany({ where: { batchId }, orderBy: { priority: 'desc' } })
    expect(made.map(({ id }) => id)).toEqual(jobIds)
    expect(
      made.every(({ lane, quality, state }) => lane === 'batch' && quality === 'draft' && state === 'queued'),
    ).toBe(true)
    expect(new Set(made.map(({ seed }) => seed.toFixed(0))).size).toBe(6)
    expect(made.find(({ sentenceId }) => sentenceId === ids[4])?.seed.toFixed(0)).toBe('18446744073709551615')
    const { total } = await studio.ctx.db.batch.findUniqueOrThrow({ where: { id: batchId } })
    expect(total).toBe(6)
  })

  it('twice at the same moment makes each once', async () => {
    const both = await Promise.allSettled([generate(jobs.ctx, input()), generate(jobs.ctx, input())])
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(await studio.ctx.db.job.count({ where: { projectId } })).toBe(6)
    expect(await studio.ctx.db.batch.findMany({ where: { projectId } })).toMatchObject([{ total: 6 }])
    const [refused] = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toMatchObject({ code: 'CONFLICT', message: 'There is nothing to make: 6 under way.' })
  })

  it('nothing says why there is nothing', async () => {
    await generate(jobs.ctx, input())
    await expect(generate(jobs.ctx, input())).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'There is nothing to make: 6 under way.',
    })
  })

  it('more than may wait makes none of them, and the quote says how many may', async () => {
    const ctx = { ...jobs.ctx, limits: { perPerson: 4, inAll: 100 } }
    expect((await quoteGeneration(ctx, input())).room).toBe(4)
    await expect(generate(ctx, input())).rejects.toMatchObject({ code: 'QUEUE_FULL', details: { asked: 6, room: 4 } })
    expect(await studio.ctx.db.job.count()).toBe(0)
  })

  it('queues them as the script is read, through its sections', async () => {
    const { id, sectionId } = await aProject(studio)
    const later = await aSection(studio.ctx, id)
    const script = [
      ...(await sentences(studio.ctx, sectionId, 'one', 'two', 'three')),
      ...(await sentences(studio.ctx, later.id, 'four', 'five', 'six')),
    ]
    await studio.ctx.db.sentence.updateMany({ where: { projectId: id }, data: { imagePrompt: 'a pier' } })
    await generate(jobs.ctx, generateInput.parse({ projectId: id, scope: 'all' }))
    const queued = await studio.ctx.db.job.findMany({
      where: { projectId: id },
      orderBy: [{ priority: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
    })
    expect(queued.map(({ sentenceId }) => sentenceId)).toEqual(script.map((row) => row.id))
  })

  it('works for a script of ten thousand', async () => {
    const { id, sectionId } = await aProject(studio)
    const rows = positionsBetween(null, null, 10_000).map((position, index) => {
      return { id: newId(), projectId: id, sectionId, text: `${index}`, imagePrompt: `scene ${index}`, position }
    })
    for (let at = 0; at < rows.length; at += 1_000) {
      await studio.ctx.db.sentence.createMany({ data: rows.slice(at, at + 1_000) })
    }
    const ctx = { ...jobs.ctx, limits: { perPerson: 20_000, inAll: 20_000 } }
    const given = generateInput.parse({ projectId: id, scope: 'all' })
    expect((await quoteGeneration(ctx, given)).count).toBe(10_000)
    const { jobIds } = await generate(ctx, given)
    expect(new Set(jobIds).size).toBe(10_000)
    const [{ count } = { count: 0 }] = await studio.ctx.db.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from pgboss.job b join job j on j.id = b.id and j.queue = b.name and j.priority = b.priority
      where j."projectId" = ${id}::uuid and b.state = 'created'`
    expect(count).toBe(10_000)
  }, 60_000)
})

describe('retrying what failed', () => {
  it('makes it once more with its seed, and nothing that was tried again since', async () => {
    const { batchId, jobIds } = await generate(jobs.ctx, input())
    for (const id of jobIds.slice(0, 3)) await end(id, 'fail')
    const again = await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: ids[0] }))
    const retried = await retryFailed(jobs.ctx, { batchId })
    expect(await sentencesOf(retried.jobIds)).toEqual([ids[1], ids[2]].sort())
    const seedOf = async (jobId: string) =>
      (await studio.ctx.db.job.findUniqueOrThrow({ where: { id: jobId } })).seed.toFixed(0)
    const before = await Promise.all(jobIds.slice(1, 3).map(seedOf))
    expect((await Promise.all(retried.jobIds.map(seedOf))).sort()).toEqual(before.sort())
    expect(retried).toMatchObject({ cannot: [], skipped: { locked: 0, noPrompt: 0, underWay: 0 } })
    await end(again.job.id, 'fail')
    expect((await retryFailed(jobs.ctx, { projectId })).jobIds).toHaveLength(1)
    await expect(retryFailed(jobs.ctx, { projectId })).rejects.toMatchObject({ message: 'Nothing here has failed.' })
  })

  it('runs the graph of a take again where that was asked for', async () => {
    const { take } = await aTake(studio.ctx, jobs.media, { projectId, sentenceId: ids[0] ?? '' })
    const failed = await studio.ctx.db.job.findFirstOrThrow({ where: { takes: { some: { id: take.id } } } })
    await studio.ctx.db.job.create({
      data: {
        ...{ id: newId(), projectId, sentenceId: ids[0] ?? '', requestedById: failed.requestedById, kind: 'image' },
        ...{
          state: 'failed',
          replayOfId: take.id,
          recipe: {},
          recipeHash: 'a'.repeat(64),
          workflow: 'flux-2',
          seed: '7',
        },
        createdAt: new Date(Date.now() + 1_000),
      },
    })
    const { batchId, jobIds } = await retryFailed(jobs.ctx, { projectId })
    expect(batchId).toBeNull()
    expect(await studio.ctx.db.job.findUniqueOrThrow({ where: { id: jobIds[0] ?? '' } })).toMatchObject({
      replayOfId: take.id,
    })
  })
})
