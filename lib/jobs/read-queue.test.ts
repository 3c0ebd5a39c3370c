import { beforeEach, describe, expect, it } from 'vitest'
import { readAllPages } from '#lib/runtime/paging.ts'
import { aScript, useStudio } from '#lib/testing/context.ts'
import { aGpu, clearFleet, without } from '#lib/testing/gpus.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { generateInput } from './batch-model.ts'
import { pauseBatch } from './batches.ts'
import { generate } from './generate.ts'
import { requestTakeInput } from './model.ts'
import { readJob } from './queries.ts'
import { pauseQueue, resumeQueue } from './queue-commands.ts'
import { readQueueInput } from './queue-model.ts'
import { readQueue } from './read-queue.ts'
import { requestTake } from './request-take.ts'

const studio = useStudio()
const jobs = useJobs(studio)
let ids: string[]
let projectId: string

beforeEach(async () => {
  await clearFleet(jobs.ctx)
  const script = await aScript(studio, 5)
  projectId = script.projectId
  ids = script.sentenceIds
})

const teamCtx = () => ({ ...jobs.ctx, teamId: studio.teamId })
const ask = async (index: number, more: object = {}) => {
  const input = requestTakeInput.parse({ sentenceId: ids[index], ...more })
  return (await requestTake(jobs.ctx, input)).job.id
}
const queue = (more: object = {}, ctx = teamCtx()) => readQueue(ctx, readQueueInput.parse(more))
const waiting = async (id: string) => (await readJob(jobs.ctx, { id })).waiting
const update = (id: string, data: object) => studio.ctx.db.job.update({ where: { id }, data })

describe('a job that waits', () => {
  it('tells its place, when it starts as far as is known, and why it does not yet', async () => {
    await aGpu(jobs.ctx, 'desk')
    const made = []
    for (const index of [0, 1, 2]) made.push(await ask(index))
    const [first, , third] = await Promise.all(made.map(waiting))
    expect(first).toEqual({ place: 1, ahead: 0, startsInMs: 0, reason: 'It starts in a moment.' })
    // After a load of 40 s and two of 40.
    expect(third).toEqual({ place: 3, ahead: 2, startsInMs: 120_000, reason: '2 others come first.' })
    await update(made[0] ?? '', {
      state: 'processing',
      nodeUrl: 'http://desk:8188',
      claimedAt: new Date(),
      startedAt: new Date(),
    })
    expect(await waiting(made[0] ?? '')).toBeNull()
    expect(await waiting(made[1] ?? '')).toMatchObject({ place: 1, reason: 'It is next. desk is at work.' })
  })

  it('counts only what the GPUs that can run it take before it', async () => {
    const sdxl = 'sd_xl_base_1.0.safetensors'
    await aGpu(jobs.ctx, 'flux', { abilities: without(sdxl) })
    for (const index of [0, 1, 2]) await ask(index)
    await studio.ctx.db.project.update({ where: { id: projectId }, data: { workflow: 'sd15_txt2img' } })
    await aGpu(jobs.ctx, 'small', { capabilities: ['sd15'] })
    await studio.ctx.db.gpuNode.update({
      where: { id: 'flux' },
      data: { settings: { tier: 'standard', capabilities: ['flux2'], maxBatch: 1 } },
    })
    const id = await ask(3)
    expect(await waiting(id)).toMatchObject({ place: 1, ahead: 0, startsInMs: 0 })
    expect((await queue()).items.map((item) => item.place)).toEqual([1, 2, 3, 4])
  })

  it('is behind what somebody waits for when it is of a batch', async () => {
    const batched = await ask(0, { lane: 'batch' })
    await ask(1)
    await ask(2)
    expect(await waiting(batched)).toMatchObject({ place: 3, ahead: 2 })
  })

  it('rests until its next try', async () => {
    await aGpu(jobs.ctx, 'desk')
    const id = await ask(0)
    await update(id, {
      notBefore: new Date(Date.now() + 60_000),
      error: { code: 'COMFY_UNAVAILABLE', message: 'It went away.', retryable: true },
    })
    const found = await waiting(id)
    expect(found?.reason).toBe('The last try failed, and the next comes in a moment. It went away.')
    expect(found?.startsInMs).toBeGreaterThan(50_000)
  })

  it('says who has paused the queue, and when nobody drives a GPU', async () => {
    const id = await ask(0)
    expect((await waiting(id))?.reason).toBe('No worker runs, so nothing is made. npm start brings one.')
    await aGpu(jobs.ctx, 'desk', { heldBy: null })
    expect((await waiting(id))?.reason).toBe('desk, the only GPU that can run it, has no worker that drives it.')
    await pauseQueue(teamCtx())
    expect(await waiting(id)).toMatchObject({ startsInMs: null, reason: 'owner has paused the queue.' })
    await resumeQueue(teamCtx())
    expect((await waiting(id))?.reason).not.toContain('paused')
  })

  it('says what is missing when the only GPU that had it is gone', async () => {
    const id = await ask(0)
    await aGpu(jobs.ctx, 'desk', { abilities: without('UNETLoader') })
    expect(await waiting(id)).toMatchObject({
      startsInMs: null,
      reason: expect.stringMatching(/^No GPU has the node type UNETLoader, which FLUX\.2 needs\. Install/),
    })
  })
})

describe('the queue', () => {
  it('is listed in its order, page by page, each with its place', async () => {
    await aGpu(jobs.ctx, 'desk')
    const batched = await generate(
      jobs.ctx,
      generateInput.parse({ projectId, scope: 'selected', ids: ids.slice(0, 3) }),
    )
    const urgent = [await ask(3), await ask(4)]
    const order = [...urgent, ...batched.jobIds]
    const all = await readAllPages((cursor) => queue({ limit: 2, cursor }))
    expect(all.map(({ id }) => id)).toEqual(order)
    expect(all.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5])
    expect(all.map(({ startsInMs }) => startsInMs)).toEqual([0, 80_000, 120_000, 160_000, 200_000])
    const page = await queue({ limit: 2 })
    expect(page).toMatchObject({ isPaused: false, pausedBy: null, waiting: 5, running: 0, held: 0 })
    expect(page.items[0]).toMatchObject({
      job: { id: urgent[0], state: 'queued' },
      personName: 'owner',
      sentenceText: 'Sentence 4.',
      reason: 'It starts in a moment.',
    })
  })

  it('goes on where it was when what came before has ended', async () => {
    const made = []
    for (const index of [0, 1, 2, 3]) made.push(await ask(index))
    const first = await queue({ limit: 2 })
    for (const id of made.slice(0, 2)) await update(id, { state: 'cancelled' })
    const second = await queue({ limit: 2, cursor: first.nextCursor })
    expect(second.items.map(({ id, place }) => [id, place])).toEqual([
      [made[2], 1],
      [made[3], 2],
    ])
    await expect(queue({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('tells nothing of another team’s pictures but that they are there', async () => {
    const id = await ask(0)
    await aGpu(jobs.ctx, 'desk')
    const theirs = { ...jobs.ctx, actor: studio.stranger.actor, teamId: studio.strangersTeamId }
    const page = await queue({}, theirs)
    expect(page.items).toMatchObject([
      { job: null, place: 1, personName: null, sentenceText: null, projectName: null, reason: expect.any(String) },
    ])
    const error = { code: 'COMFY_UNAVAILABLE', message: 'A boat went wrong.', retryable: true }
    await update(id, { notBefore: new Date(Date.now() + 60_000), error })
    const [resting] = (await queue({}, theirs)).items
    expect(resting?.reason).toBe('The last try failed, and the next comes in a moment.')
    await expect(queue({}, { ...teamCtx(), actor: studio.stranger.actor })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('leaves out what is held, and counts it', async () => {
    const { batchId } = await generate(jobs.ctx, generateInput.parse({ projectId, scope: 'all' }))
    await pauseBatch(jobs.ctx, { id: batchId })
    expect(await queue()).toMatchObject({ waiting: 0, held: 5, items: [] })
    const [job] = await studio.ctx.db.job.findMany()
    expect(await waiting(job?.id ?? '')).toMatchObject({ startsInMs: null, reason: 'Its batch is paused.' })
  })
})
