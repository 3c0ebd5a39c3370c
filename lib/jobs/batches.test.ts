import { beforeEach, describe, expect, it } from 'vitest'
import { transact } from '#lib/live/transact.ts'
import { newId } from '#lib/runtime/ids.ts'
import { aScript, useStudio } from '#lib/testing/context.ts'
import { aGpu, clearFleet } from '#lib/testing/gpus.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { generateInput } from './batch-model.ts'
import { listBatches, pauseBatch, readBatch, resumeBatch, stopBatch } from './batches.ts'
import { changeJob, lockJob } from './change.ts'
import { generate } from './generate.ts'
import { letWaitAgain } from './let-wait-again.ts'
import type { JobEvent } from './model.ts'
import { moveJob } from './move-job.ts'
import { repairQueue } from './repair-queue.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let projectId: string
let batchId: string
let jobIds: string[]

beforeEach(async () => {
  await clearFleet(jobs.ctx)
  const script = await aScript(studio, 5)
  projectId = script.projectId
  const made = await generate(jobs.ctx, generateInput.parse({ projectId, scope: 'all' }))
  batchId = made.batchId
  jobIds = made.jobIds
})

const change = (index: number, event: JobEvent) =>
  transact(jobs.ctx, (tx) => changeJob(tx, jobs.ctx.queue, { jobId: jobIds[index] ?? '', event }))
/** As a worker does it: out of the queue, and then the row. */
const claim = () =>
  transact(jobs.ctx, async (tx) => {
    const { queue } = await studio.ctx.db.job.findFirstOrThrow({ where: { batchId } })
    const jobId = await jobs.ctx.queue.take(tx.db, queue)
    return jobId && (await changeJob(tx, jobs.ctx.queue, { jobId, event: 'claim' }))?.id
  })
const requeue = (jobId: string) =>
  transact(jobs.ctx, async (tx) => {
    const changed = await changeJob(tx, jobs.ctx.queue, { jobId, event: 'requeue' })
    if (changed) await letWaitAgain(tx, jobs.ctx.queue, { job: changed })
  })
const inQueue = async () => {
  const rows = await studio.ctx.db.$queryRaw<{ id: string }[]>`
    select b.id from pgboss.job b join job j on j.id = b.id
    where j."batchId" = ${batchId}::uuid and b.state = 'created' and b.priority = j.priority order by b.priority desc`
  return rows.map(({ id }) => id)
}

describe('a batch', () => {
  it('counts how far it is', async () => {
    await aGpu(jobs.ctx, 'desk')
    expect(await claim()).toBe(jobIds[0])
    await change(0, 'complete')
    await change(1, 'fail')
    await change(2, 'cancel')
    await change(3, 'claim')
    expect(await readBatch(jobs.ctx, { id: batchId })).toMatchObject({
      ...{ id: batchId, projectId, total: 5, done: 1, failed: 1, cancelled: 1, running: 1, waiting: 1 },
      // A load of 40 s and two of 40.
      ...{ secondsLeft: 120, isPaused: false, isStopped: false },
    })
    const { items } = await listBatches(jobs.ctx, { projectId })
    expect(items.map(({ id }) => id)).toEqual([batchId])
  })

  it('says how long it takes behind what waits before it, and nothing while it is paused', async () => {
    await aGpu(jobs.ctx, 'desk')
    const alone = (await readBatch(jobs.ctx, { id: batchId })).secondsLeft ?? 0
    const other = await aScript(studio, 5)
    const urgent = generateInput.parse({ projectId: other.projectId, scope: 'all' })
    for (const jobId of (await generate(jobs.ctx, urgent)).jobIds) await moveJob(jobs.ctx, { jobId, to: 'front' })
    const behind = (await readBatch(jobs.ctx, { id: batchId })).secondsLeft ?? 0
    // Five pictures of 40 s each.
    expect(behind - alone).toBe(200)
    await pauseBatch(jobs.ctx, { id: batchId })
    expect((await readBatch(jobs.ctx, { id: batchId })).secondsLeft).toBeNull()
  })

  it('is seen by who may see its project, and changed by who may manage the queue', async () => {
    const as = (ctx: typeof studio.ctx) => ({ ...jobs.ctx, actor: ctx.actor })
    expect((await readBatch(as(studio.as('viewer')), { id: batchId })).total).toBe(5)
    await expect(readBatch(as(studio.stranger), { id: batchId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(listBatches(as(studio.stranger), { projectId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(pauseBatch(as(studio.as('reviewer')), { id: batchId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(stopBatch(as(studio.stranger), { id: batchId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(readBatch(jobs.ctx, { id: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a paused batch', () => {
  it('leaves the queue, and comes back to its places', async () => {
    expect(await inQueue()).toEqual(jobIds)
    expect(await pauseBatch(jobs.ctx, { id: batchId })).toMatchObject({ isPaused: true, waiting: 5 })
    expect(await inQueue()).toEqual([])
    expect(await claim()).toBeUndefined()
    expect(await repairQueue(jobs.ctx)).toBe(0)
    expect(await resumeBatch(jobs.ctx, { id: batchId })).toMatchObject({ isPaused: false })
    expect(await inQueue()).toEqual(jobIds)
    expect(await claim()).toBe(jobIds[0])
  })

  it('holds what was on a GPU and waits again', async () => {
    const first = (await claim()) ?? ''
    await pauseBatch(jobs.ctx, { id: batchId })
    await requeue(first)
    expect(await inQueue()).toEqual([])
    expect(await studio.ctx.db.job.findUniqueOrThrow({ where: { id: first } })).toMatchObject({
      state: 'queued',
      isHeld: true,
    })
    await resumeBatch(jobs.ctx, { id: batchId })
    expect(await inQueue()).toEqual(jobIds)
  })

  it('holds what comes back from a GPU at the very moment', async () => {
    const first = (await claim()) ?? ''
    const mayGo = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const back = transact(jobs.ctx, async (tx) => {
      await lockJob(tx, first)
      const changed = await changeJob(tx, jobs.ctx.queue, { jobId: first, event: 'requeue' })
      if (changed) await letWaitAgain(tx, jobs.ctx.queue, { job: changed })
      held.resolve()
      await mayGo.promise
    })
    await held.promise
    const pausing = pauseBatch(jobs.ctx, { id: batchId })
    // It waits for the row that is held.
    for (;;) {
      const [{ count } = { count: 0 }] = await studio.ctx.db.$queryRaw<{ count: number }[]>`
        select count(*)::int as count from pg_locks where not granted`
      if (count > 0) break
    }
    mayGo.resolve()
    await Promise.all([back, pausing])
    expect(await inQueue()).toEqual([])
    expect(await studio.ctx.db.job.count({ where: { batchId, isHeld: true } })).toBe(5)
  })

  it('paused or resumed twice is as once, and one of it can be moved meanwhile', async () => {
    for (let count = 0; count < 2; count++) await pauseBatch(jobs.ctx, { id: batchId })
    await moveJob(jobs.ctx, { jobId: jobIds[4] ?? '', to: 'front' })
    expect(await inQueue()).toEqual([])
    for (let count = 0; count < 2; count++) await resumeBatch(jobs.ctx, { id: batchId })
    expect(await inQueue()).toEqual([jobIds[4], ...jobIds.slice(0, 4)])
  })

  it('while workers take from it all at once neither loses nor doubles anything', async () => {
    const claims = Promise.all(Array.from({ length: 4 }, () => claim()))
    await Promise.all([claims, pauseBatch(jobs.ctx, { id: batchId })])
    const taken = (await claims).filter((id) => id !== undefined)
    expect(new Set(taken).size).toBe(taken.length)
    const { running, waiting } = await resumeBatch(jobs.ctx, { id: batchId })
    expect([running, waiting]).toEqual([taken.length, 5 - taken.length])
    expect((await inQueue()).sort()).toEqual(jobIds.filter((id) => !taken.includes(id)).sort())
  })
})

describe('a stopped batch', () => {
  it('ends what waits, asks for what runs to be stopped, and keeps what was made', async () => {
    await claim()
    await change(0, 'complete')
    await claim()
    expect(await stopBatch(jobs.ctx, { id: batchId })).toMatchObject({
      ...{ isStopped: true, done: 1, running: 1, cancelled: 3, waiting: 0 },
    })
    const running = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: jobIds[1] ?? '' } })
    expect(running.cancelAskedAt).not.toBeNull()
    expect(await inQueue()).toEqual([])
  })

  it('is stopped when it was paused too', async () => {
    await pauseBatch(jobs.ctx, { id: batchId })
    expect(await stopBatch(jobs.ctx, { id: batchId })).toMatchObject({ isPaused: false, isStopped: true, cancelled: 5 })
    expect(await resumeBatch(jobs.ctx, { id: batchId })).toMatchObject({ waiting: 0 })
  })

  it('gives the time of what was never made back to who asked for it', async () => {
    await stopBatch(jobs.ctx, { id: batchId })
    const share = await studio.ctx.db.fairShare.findFirstOrThrow({ where: { lane: 'batch' } })
    expect(share.finish).toBe(0)
  })
})
