import { beforeEach, describe, expect, it } from 'vitest'
import { type Needs, queueNameOf, workOf } from '#lib/fleet/needs.ts'
import { newId } from '#lib/runtime/ids.ts'
import { aScript, useStudio } from '#lib/testing/context.ts'
import { clearFleet } from '#lib/testing/gpus.ts'
import { useJobs } from '#lib/testing/worker.ts'
import type { Job } from '#prisma/client/client.ts'
import { generateInput } from './batch-model.ts'
import { cancelJob } from './cancel-job.ts'
import { startOfPriority } from './fair.ts'
import { generate } from './generate.ts'
import { requestTakeInput } from './model.ts'
import { ensureQueues } from './place-job.ts'
import { requestTake } from './request-take.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let ids: string[]
let projectId: string

beforeEach(async () => {
  await clearFleet(jobs.ctx)
  const script = await aScript(studio, 12)
  projectId = script.projectId
  ids = script.sentenceIds
})

const ask = (sentenceId: string, role: 'owner' | 'editor' = 'owner') =>
  requestTake({ ...jobs.ctx, actor: studio.as(role).actor }, requestTakeInput.parse({ sentenceId }))
const starts = async (where: object = {}) => {
  const rows: Job[] = await studio.ctx.db.job.findMany({ where, orderBy: [{ priority: 'desc' }, { createdAt: 'asc' }] })
  return rows.map(({ lane, priority }) => startOfPriority(lane, priority))
}

describe('a place in the queue', () => {
  it('takes time from a person’s share only when a job is made', async () => {
    await ask(ids[0] ?? '')
    const before = await studio.ctx.db.fairShare.findMany()
    const again = await Promise.all(Array.from({ length: 5 }, () => ask(ids[0] ?? '')))
    expect(again.every(({ isNew }) => !isNew)).toBe(true)
    expect(await studio.ctx.db.fairShare.findMany()).toEqual(before)
    await ask(ids[1] ?? '')
    expect(await starts()).toEqual([0, 10])
  })

  it('costs what the fleet has been seen to take', async () => {
    const { job } = await ask(ids[0] ?? '')
    const { queue } = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: job.id } })
    const { needs } = await studio.ctx.db.renderQueue.findUniqueOrThrow({ where: { name: queue } })
    // Safe: only needs are written there.
    const work = workOf(needs as unknown as Needs)
    const speed = { work, samples: 3 }
    await studio.ctx.db.gpuSpeed.createMany({
      data: [
        { ...speed, nodeId: 'quick', runMs: 20_000 },
        { ...speed, nodeId: 'slow', runMs: 40_000 },
      ],
    })
    for (const id of ids.slice(1, 4)) await ask(id)
    expect(await starts()).toEqual([0, 10, 40, 70])
  })

  it('the k-th of many asked for at once gets the k-th, and another person comes in between', async () => {
    const { jobIds } = await generate(jobs.ctx, generateInput.parse({ projectId, scope: 'all' }))
    expect(await starts()).toEqual(ids.map((_, index) => index * 10))
    const order = await studio.ctx.db.job.findMany({ orderBy: { priority: 'desc' } })
    expect(order.map(({ sentenceId }) => sentenceId)).toEqual(ids)
    expect(order.map(({ id }) => id)).toEqual(jobIds)
    const other = await aScript(studio, 2)
    const editor = { ...jobs.ctx, actor: studio.as('editor').actor }
    await generate(editor, generateInput.parse({ projectId: other.projectId, scope: 'all' }))
    expect(await starts({ projectId: other.projectId })).toEqual([0, 10])
  })

  it('is given back when the job is called off before it began', async () => {
    const made = []
    for (const id of ids.slice(0, 4)) made.push((await ask(id)).job)
    for (const { id } of made.slice(1)) await cancelJob(jobs.ctx, { id })
    await ask(ids[5] ?? '')
    expect((await starts({ state: 'queued' })).every((startS) => startS < 10)).toBe(true)
  })

  it('begins at the clock for who has not asked for long', async () => {
    await studio.ctx.db.fairClock.create({ data: { lane: 'urgent', now: 700 } })
    await ask(ids[0] ?? '')
    expect(await starts()).toEqual([700])
    // A queue that is behind the clock has a clock of its own.
    await studio.ctx.db.fairClock.update({ where: { lane: 'urgent' }, data: { now: 9_000 } })
    await ask(ids[1] ?? '', 'editor')
    expect(await starts()).toEqual([700, 700])
  })
})

describe('the queue of some needs', () => {
  const needs = (longestSide: number): Needs => ({
    ...{ workflow: 'flux-2', quality: 'final', capabilities: [], nodeTypes: ['KSampler'], models: [], longestSide },
  })

  it('is made once, however many ask for it at the same moment', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => ensureQueues(jobs.ctx, [needs(64), needs(96), needs(64)])),
    )
    const names = [64, 96, 64].map((side) => queueNameOf(needs(side)))
    for (const queues of asked) expect(queues.map(({ name }) => name)).toEqual(names)
    const rows = await studio.ctx.db.$queryRaw<unknown[]>`select 1 from pgboss.queue where name = any(${names}::text[])`
    expect(rows).toHaveLength(2)
  })

  it('is made anew after it was ended elsewhere', async () => {
    const [queue] = await ensureQueues(jobs.ctx, [needs(128)])
    const name = queue?.name ?? ''
    // Another process, whose memory of what was made is not this one's.
    await studio.ctx.db.$executeRaw`select pgboss.delete_queue(${name})`
    await studio.ctx.db.renderQueue.delete({ where: { name } })
    await ensureQueues(jobs.ctx, [needs(128)])
    const id = newId()
    await studio.ctx.db.$transaction((tx) => jobs.ctx.queue.add(tx, [{ id, queue: name, priority: 1 }]))
    expect(await studio.ctx.db.$transaction((tx) => jobs.ctx.queue.take(tx, name))).toBe(id)
  })
})
