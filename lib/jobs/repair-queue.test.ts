import { beforeEach, describe, expect, it } from 'vitest'
import { aScript, useStudio } from '#lib/testing/context.ts'
import { clearFleet } from '#lib/testing/gpus.ts'
import { aTake } from '#lib/testing/takes.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { endUnusedQueues } from './end-unused-queues.ts'
import { clockIsLateS } from './fair.ts'
import { requestTakeInput } from './model.ts'
import { repairQueue } from './repair-queue.ts'
import { replayTake, requestTake } from './request-take.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let sentenceId: string
let projectId: string

beforeEach(async () => {
  await clearFleet(jobs.ctx)
  const script = await aScript(studio, 1)
  projectId = script.projectId
  sentenceId = script.sentenceIds[0] ?? ''
})

const ask = async () => (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId }))).job.id
const rowOf = (id: string) => studio.ctx.db.job.findUniqueOrThrow({ where: { id } })
const places = () =>
  studio.ctx.db.$queryRaw<{ id: string; name: string }[]>`select id, name from pgboss.job where state = 'created'`
const asBefore = async (id: string) => {
  // As jobs were before each set of needs had a queue: in one queue for all.
  await studio.ctx.db.$executeRaw`delete from pgboss.job where id = ${id}::uuid`
  return await studio.ctx.db.job.update({ where: { id }, data: { queue: '', priority: 0 } })
}

describe('a job from before there were queues for needs', () => {
  it('is given one', async () => {
    const id = await ask()
    const { queue } = await rowOf(id)
    await asBefore(id)
    expect(await repairQueue(jobs.ctx)).toBe(1)
    expect((await rowOf(id)).queue).toBe(queue)
    expect(await places()).toContainEqual({ id, name: queue })
  })

  it('that replays a take is given that of its graph', async () => {
    const { take } = await aTake(studio.ctx, jobs.media, { projectId, sentenceId })
    const { job } = await replayTake(jobs.ctx, { id: take.id })
    const { queue } = await rowOf(job.id)
    await asBefore(job.id)
    await repairQueue(jobs.ctx)
    expect((await rowOf(job.id)).queue).toBe(queue)
  })

  it('whose workflow is gone fails, and keeps none of the others waiting', async () => {
    const id = await ask()
    const { recipe } = await asBefore(id)
    if (typeof recipe !== 'object') throw new Error('A recipe is an object.')
    await studio.ctx.db.job.update({ where: { id }, data: { recipe: { ...recipe, workflow: 'gone' } } })
    expect(await repairQueue(jobs.ctx)).toBe(1)
    expect(await rowOf(id)).toMatchObject({ state: 'failed', error: { code: 'WORKFLOW_NOT_FOUND' } })
    expect(await repairQueue(jobs.ctx)).toBe(0)
  })
})

describe('queues', () => {
  const old = () => new Date(Date.now() - 25 * 60 * 60 * 1000)
  const names = async () => (await studio.ctx.db.renderQueue.findMany()).map(({ name }) => name)
  const bossNames = async () =>
    (await studio.ctx.db.$queryRaw<{ name: string }[]>`select name from pgboss.queue`).map(({ name }) => name)

  it('are ended when nothing is in them and nothing was for a day', async () => {
    const { queue } = await rowOf(await ask())
    await studio.ctx.db.renderQueue.updateMany({ data: { usedAt: old() } })
    await endUnusedQueues(jobs.ctx)
    expect(await names()).toEqual([queue])
    await studio.ctx.db.job.updateMany({ data: { state: 'cancelled' } })
    expect(await endUnusedQueues(jobs.ctx)).toBe(1)
    expect(await names()).toEqual([])
    expect(await bossNames()).not.toContain(queue)
    expect((await rowOf(await ask())).queue).toBe(queue)
    expect((await places()).map(({ name }) => name)).toContain(queue)
  })

  it('that were used today stay', async () => {
    const { queue } = await rowOf(await ask())
    await studio.ctx.db.job.updateMany({ data: { state: 'cancelled' } })
    expect(await endUnusedQueues(jobs.ctx)).toBe(0)
    expect(await names()).toEqual([queue])
  })

  it('the one of before is ended', async () => {
    await jobs.ctx.queue.ensure('render')
    await endUnusedQueues(jobs.ctx)
    expect(await bossNames()).not.toContain('render')
  })

  it('a clock that is far on begins anew once nothing waits', async () => {
    await ask()
    await studio.ctx.db.fairClock.upsert({
      where: { lane: 'urgent' },
      create: { lane: 'urgent', now: clockIsLateS + 1 },
      update: { now: clockIsLateS + 1 },
    })
    const clock = () => studio.ctx.db.fairClock.findUniqueOrThrow({ where: { lane: 'urgent' } })
    await endUnusedQueues(jobs.ctx)
    expect((await clock()).now).toBe(clockIsLateS + 1)
    await studio.ctx.db.job.updateMany({ data: { state: 'cancelled' } })
    await endUnusedQueues(jobs.ctx)
    expect((await clock()).now).toBe(0)
    expect(await studio.ctx.db.fairShare.count()).toBe(0)
  })
})
