import { beforeEach, describe, expect, it } from 'vitest'
import { transact } from '#lib/live/transact.ts'
import { newId } from '#lib/runtime/ids.ts'
import { aScript, useStudio } from '#lib/testing/context.ts'
import { aGpu, clearFleet } from '#lib/testing/gpus.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { generateInput } from './batch-model.ts'
import { changeJob } from './change.ts'
import { priorityOf } from './fair.ts'
import { generate } from './generate.ts'
import { requestTakeInput } from './model.ts'
import { moveJob } from './move-job.ts'
import { cancelMany, pauseQueue, resumeQueue, stopOthers } from './queue-commands.ts'
import { cancelManyInput, moveJobInput, readQueueInput, retryFailedInput } from './queue-model.ts'
import { readQueue } from './read-queue.ts'
import { requestTake } from './request-take.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let projectId: string
let batchId: string
/** Three of a batch, in their order, and then two that somebody waits for. */
let batched: string[]
let urgent: string[]

beforeEach(async () => {
  await clearFleet(jobs.ctx)
  const script = await aScript(studio, 5)
  projectId = script.projectId
  const ids = script.sentenceIds
  const made = await generate(jobs.ctx, generateInput.parse({ projectId, scope: 'selected', ids: ids.slice(0, 3) }))
  batchId = made.batchId
  batched = made.jobIds
  urgent = []
  for (const sentenceId of ids.slice(3)) {
    urgent.push((await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId }))).job.id)
  }
})

const teamCtx = () => ({ ...jobs.ctx, teamId: studio.teamId })
const as = (ctx: typeof studio.ctx) => ({ ...teamCtx(), actor: ctx.actor })
const order = async () => (await readQueue(teamCtx(), readQueueInput.parse({}))).items.map(({ id }) => id)
/** As workers would take them. */
const bossOrder = async () => {
  const rows = await studio.ctx.db.$queryRaw<{ id: string }[]>`
    select id from pgboss.job where state = 'created' and name like 'render.%' order by priority desc, created_on`
  return rows.map(({ id }) => id)
}
const move = (jobId: string | undefined, to: unknown) => moveJob(jobs.ctx, moveJobInput.parse({ jobId, to }))
/** As if a worker had taken it. */
const claim = (jobId = '') =>
  transact(jobs.ctx, async (tx) => {
    const { queue } = await tx.db.job.findUniqueOrThrow({ where: { id: jobId } })
    await jobs.ctx.queue.drop(tx.db, queue, [jobId])
    await changeJob(tx, jobs.ctx.queue, { jobId, event: 'claim' })
  })
const states = async () => {
  const rows = await studio.ctx.db.job.findMany({
    where: { projectId },
    select: { id: true, state: true, cancelAskedAt: true },
  })
  return new Map(rows.map(({ id, state, cancelAskedAt }) => [id, cancelAskedAt ? 'stopping' : state]))
}

describe('moving', () => {
  it('to the front makes it one that somebody waits for', async () => {
    expect(await order()).toEqual([...urgent, ...batched])
    await move(batched[2], 'front')
    expect(await order()).toEqual([batched[2], ...urgent, batched[0], batched[1]])
    expect(await bossOrder()).toEqual(await order())
    expect(await studio.ctx.db.job.findUniqueOrThrow({ where: { id: batched[2] ?? '' } })).toMatchObject({
      lane: 'urgent',
    })
    await move(batched[1], 'front')
    expect((await order())[0]).toBe(batched[1])
  })

  it('to the back puts it behind everything, whatever it was', async () => {
    await move(urgent[0], 'back')
    expect(await order()).toEqual([urgent[1], ...batched, urgent[0]])
    expect(await bossOrder()).toEqual(await order())
    await move(batched[0], 'back')
    expect((await order()).at(-1)).toBe(batched[0])
  })

  it('before another puts it right there', async () => {
    await move(batched[2], { before: batched[1] })
    expect(await order()).toEqual([...urgent, batched[0], batched[2], batched[1]])
    await move(batched[1], { before: urgent[1] })
    expect(await order()).toEqual([urgent[0], batched[1], urgent[1], batched[0], batched[2]])
    await move(urgent[0], { before: batched[2] })
    expect(await order()).toEqual([batched[1], urgent[1], batched[0], urgent[0], batched[2]])
    expect(await bossOrder()).toEqual(await order())
  })

  it('before another, and behind what came before that, also when these share a second of the queue', async () => {
    const [one = '', two = '', three = ''] = [batched[0], ...urgent]
    const priority = priorityOf('urgent', 100)
    for (const id of [one, two, three]) {
      const { queue } = await studio.ctx.db.job.update({ where: { id }, data: { lane: 'urgent', priority } })
      await jobs.ctx.queue.move(studio.ctx.db, { id, queue, priority })
    }
    await move(batched[2], { before: three })
    expect(await order()).toEqual([one, two, batched[2], three, batched[1]])
    await move(batched[1], { before: three })
    expect(await order()).toEqual([one, two, batched[2], batched[1], three])
    expect(await bossOrder()).toEqual(await order())
    await move(three, { before: two })
    expect(await order()).toEqual([one, three, two, batched[2], batched[1]])
    expect(await bossOrder()).toEqual(await order())
  })

  it('everything to the front at the same moment gives each a place of its own', async () => {
    await Promise.all([...batched, ...urgent].map((id) => move(id, 'front')))
    const places = await studio.ctx.db.job.findMany({ where: { projectId }, select: { priority: true } })
    expect(new Set(places.map(({ priority }) => priority)).size).toBe(5)
    expect(await bossOrder()).toEqual(await order())
  })

  it('is refused for what does not wait, and before what does not', async () => {
    await claim(urgent[0])
    await expect(move(urgent[0], 'front')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'It is on a GPU already.',
    })
    await expect(move(urgent[1], { before: urgent[0] })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(move(urgent[1], { before: urgent[1] })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(move(newId(), 'front')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(move(urgent[1], { before: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(() => moveJobInput.parse({ jobId: newId(), to: 'somewhere' })).toThrow()
  })
})

describe('the queue as a whole', () => {
  it('is paused by one and resumed by another', async () => {
    await pauseQueue(as(studio.as('editor')))
    await pauseQueue(teamCtx())
    expect(await readQueue(teamCtx(), readQueueInput.parse({}))).toMatchObject({
      isPaused: true,
      pausedBy: 'editor',
      waiting: 5,
    })
    await resumeQueue(teamCtx())
    expect(await readQueue(teamCtx(), readQueueInput.parse({}))).toMatchObject({ isPaused: false, pausedBy: null })
  })

  it('is paused by somebody whose name another team is not told', async () => {
    await pauseQueue(teamCtx())
    const strangers = { ...as(studio.stranger), teamId: studio.strangersTeamId }
    expect(await readQueue(strangers, readQueueInput.parse({}))).toMatchObject({
      isPaused: true,
      pausedBy: 'Somebody of another team',
    })
    expect((await readQueue(as(studio.as('viewer')), readQueueInput.parse({}))).pausedBy).toBe('owner')
  })

  it('is managed by editors and of one’s own team', async () => {
    for (const command of [pauseQueue, resumeQueue]) {
      await expect(command(as(studio.as('reviewer')))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(command(as(studio.stranger))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    const jobId = urgent[0] ?? ''
    const refusals = [
      { refused: studio.stranger, code: 'NOT_FOUND' },
      { refused: studio.as('viewer'), code: 'FORBIDDEN' },
    ]
    for (const { refused, code } of refusals) {
      await expect(stopOthers(as(refused), { jobId })).rejects.toMatchObject({ code })
      await expect(cancelMany(as(refused), { jobIds: [jobId] })).rejects.toMatchObject({ code })
      await expect(cancelMany(as(refused), { batchId })).rejects.toMatchObject({ code })
      await expect(cancelMany(as(refused), { projectId })).rejects.toMatchObject({ code })
      await expect(moveJob(as(refused), { jobId, to: 'front' })).rejects.toMatchObject({ code })
    }
    expect(new Set((await states()).values())).toEqual(new Set(['queued']))
  })
})

describe('ending many', () => {
  it('all but one leaves that one', async () => {
    await claim(batched[0])
    expect(await stopOthers(teamCtx(), { jobId: urgent[1] ?? '' })).toEqual({ cancelled: 3, stopping: 1 })
    expect(await states()).toEqual(
      new Map([
        ...[...batched.slice(1), urgent[0] ?? ''].map((id) => [id, 'cancelled'] as const),
        [batched[0] ?? '', 'stopping'],
        [urgent[1] ?? '', 'queued'],
      ]),
    )
    expect(await bossOrder()).toEqual([urgent[1]])
  })

  it('all but one leaves what other teams wait for, and does not count it', async () => {
    const theirs = await aScript({ ctx: studio.stranger, teamId: studio.strangersTeamId }, 2)
    const asked = await Promise.all(
      theirs.sentenceIds.map((sentenceId) => requestTake(as(studio.stranger), requestTakeInput.parse({ sentenceId }))),
    )
    expect(await stopOthers(as(studio.as('editor')), { jobId: urgent[1] ?? '' })).toEqual({ cancelled: 4, stopping: 0 })
    const left = await studio.ctx.db.job.findMany({ where: { id: { in: asked.map(({ job }) => job.id) } } })
    expect(left.map(({ state }) => state)).toEqual(['queued', 'queued'])
  })

  it('ends at once what is on a GPU that nobody looks after, and has its prompt taken away later', async () => {
    const { db } = studio.ctx
    await aGpu(jobs.ctx, 'desk')
    const id = batched[0] ?? ''
    await claim(id)
    const promptId = newId()
    await db.job.update({ where: { id }, data: { nodeUrl: 'http://desk:8188', promptId } })
    await db.gpuNode.update({ where: { id: 'desk' }, data: { heldBy: null } })
    expect(await cancelMany(jobs.ctx, { jobIds: [id] })).toEqual({ cancelled: 1, stopping: 0 })
    expect(await db.job.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: 'cancelled',
      endedAt: expect.any(Date),
    })
    expect(await db.strayPrompt.findMany({ select: { promptId: true, nodeUrl: true } })).toEqual([
      { promptId, nodeUrl: 'http://desk:8188' },
    ])
  })

  it('all but one that has ended meanwhile ends nothing', async () => {
    const jobId = urgent[1] ?? ''
    await cancelMany(jobs.ctx, { jobIds: [jobId] })
    await expect(stopOthers(teamCtx(), { jobId })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect([...(await states()).values()].filter((state) => state === 'queued')).toHaveLength(4)
  })

  it('these, or all of a batch, or all of a project', async () => {
    expect(await cancelMany(jobs.ctx, { jobIds: [batched[0] ?? '', urgent[0] ?? ''] })).toEqual({
      cancelled: 2,
      stopping: 0,
    })
    expect(await cancelMany(jobs.ctx, { batchId })).toEqual({ cancelled: 2, stopping: 0 })
    expect(await cancelMany(jobs.ctx, { projectId })).toEqual({ cancelled: 1, stopping: 0 })
    expect(await cancelMany(jobs.ctx, { projectId })).toEqual({ cancelled: 0, stopping: 0 })
    expect(await bossOrder()).toEqual([])
  })

  it('asked for twice at once ends each once', async () => {
    const both = await Promise.all([cancelMany(jobs.ctx, { projectId }), cancelMany(jobs.ctx, { projectId })])
    expect(both.reduce((sum, { cancelled }) => sum + cancelled, 0)).toBe(5)
  })

  it('says which by exactly one name', () => {
    expect(() => cancelManyInput.parse({})).toThrow()
    expect(() => cancelManyInput.parse({ batchId, projectId })).toThrow()
    expect(() => retryFailedInput.parse({})).toThrow()
    expect(cancelManyInput.parse({ batchId })).toEqual({ batchId })
  })

  it('tells of the sentences, whose active job is no more', async () => {
    const before = await studio.ctx.db.sentence.findMany({ where: { projectId }, orderBy: { id: 'asc' } })
    await cancelMany(jobs.ctx, { projectId })
    const after = await studio.ctx.db.sentence.findMany({ where: { projectId }, orderBy: { id: 'asc' } })
    expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version + 1))
  })
})
