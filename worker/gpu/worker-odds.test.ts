import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readStrays } from '#lib/fleet/stray-prompts.ts'
import { cancelJob } from '#lib/jobs/cancel-job.ts'
import { changeJob } from '#lib/jobs/change.ts'
import { claimNext, takeOverJobs } from '#lib/jobs/claim.ts'
import { completeJob, failJob, retryOrFail } from '#lib/jobs/finish.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { readJob } from '#lib/jobs/queries.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { transact } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Media } from '#lib/runtime/media.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { aGpu } from '#lib/testing/gpus.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { useJobs } from '#lib/testing/worker.ts'

const studio = useStudio()
const jobs = useJobs(studio)
/** For a state that comes by itself, however much else the machine has to do: only where it never comes it is too long. */
const timeout = 30_000
vi.setConfig({ testTimeout: 2 * timeout })
let sketch: TestSketch
let sentenceId: string
const workers: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  sketch = await startTestSketch()
})
afterAll(() => sketch?.stop())
beforeEach(async () => {
  sentenceId = await aScene()
})
afterEach(async () => {
  sketch.admin.change({ stepMs: 0 })
  for (const worker of workers.splice(0)) await worker.stop()
})

async function aScene(): Promise<string> {
  const { sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'The boats come in.')
  await updateSentence(studio.ctx, { id: row?.id ?? '', imagePrompt: 'a harbour at dawn' })
  return row?.id ?? ''
}

const ask = async (id = sentenceId) => (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: id }))).job
const start = async (...given: Parameters<typeof jobs.startWorker>) => {
  const worker = await jobs.startWorker(...given)
  workers.push(worker)
  return worker
}
const takes = (id = sentenceId) => studio.ctx.db.take.count({ where: { sentenceId: id } })
const whenDrawing = (id: string) =>
  expect.poll(async () => (await readJob(jobs.ctx, { id })).startedAt, { timeout }).not.toBeNull()
const prepared = { promptId: newId(), graph: '{}', bound: {} }
const anyQueue = async () => (await studio.ctx.db.job.findFirstOrThrow({ where: { state: 'queued' } })).queue
const claim = async (nodeUrl = 'http://gone') =>
  await claimNext(jobs.ctx, {
    place: { node: 'gone', nodeUrl },
    queue: await anyQueue(),
    prepare: async () => ({ ...prepared, promptId: newId() }),
  })

describe('what a worker does that was thought dead', () => {
  it('changes nothing once another has the job', async () => {
    await ask()
    const old = await claim()
    if (!old) throw new Error('There was a job to claim.')
    const {
      jobs: [now],
    } = await takeOverJobs(jobs.ctx, { nodeUrl: 'http://gone', own: new Map() })
    expect(now).toMatchObject({ id: old.id, epoch: old.epoch + 1, attempts: 2 })
    const error = new AppError({ code: 'COMFY_UNAVAILABLE', message: 'Away.', retryable: true })
    await retryOrFail(jobs.ctx, old, { error })
    await failJob(jobs.ctx, old, error)
    expect(await completeJob(jobs.ctx, old, { times: {}, store: () => Promise.reject(new Error('not wanted')) })).toBe(
      false,
    )
    expect(await readJob(jobs.ctx, { id: old.id })).toMatchObject({ state: 'processing', error: null })
    await failJob(jobs.ctx, now ?? old, error)
  })

  it('takes over nothing that has gone on since it looked', async () => {
    const { id } = await ask()
    await claim()
    const change = (event: 'requeue' | 'claim') =>
      transact(jobs.ctx, (tx) => changeJob(tx, jobs.ctx.queue, { jobId: id, event, epoch: 0 }))
    expect(await change('requeue')).toBeUndefined()
    expect((await readJob(jobs.ctx, { id })).state).toBe('processing')
    await transact(jobs.ctx, (tx) => changeJob(tx, jobs.ctx.queue, { jobId: id, event: 'fail' }))
  })
})

it('one that ended its workers too often is given up, and what may be left of it is written down', async () => {
  const { id } = await ask()
  await claim()
  const { promptId } = await studio.ctx.db.job.update({ where: { id }, data: { attempts: 9 } })
  const { givenUp } = await takeOverJobs(jobs.ctx, { nodeUrl: 'http://gone', own: new Map() })
  expect(givenUp).toMatchObject([{ id, state: 'failed' }])
  expect(await readStrays(studio.ctx.db, 'http://gone')).toEqual([promptId])
})

it('one that no other GPU could help makes no queue for others', async () => {
  await aGpu(jobs.ctx, 'desk')
  await aGpu(jobs.ctx, 'attic')
  const { id } = await ask()
  const claimed = await claim('http://desk:8188')
  if (!claimed) throw new Error('There was a job to claim.')
  const before = await studio.ctx.db.renderQueue.count()
  const error = new AppError({ code: 'NO_OUTPUT', message: 'It saved no picture.' })
  expect(await retryOrFail(jobs.ctx, claimed, { error })).toBe('ended')
  expect(await readJob(jobs.ctx, { id })).toMatchObject({ state: 'failed' })
  expect(await studio.ctx.db.renderQueue.count()).toBe(before)
  await studio.ctx.db.gpuNode.deleteMany()
})

it('a job that cannot be prepared, for whatever reason, does not hold up the others', async () => {
  const { id } = await ask()
  await studio.ctx.db.job.update({ where: { id }, data: { replayOfId: newId() } })
  const other = await aScene()
  const next = await ask(other)
  await start([sketch.url])
  expect(await jobs.whenJob(id)).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
  expect(await jobs.whenJob(next.id)).toMatchObject({ state: 'completed' })
})

it('nor one that fails in a way nobody foresaw', async () => {
  const { id } = await ask()
  const next = await ask(await aScene())
  const first = claimNext(jobs.ctx, {
    place: { node: 'x', nodeUrl: 'http://x' },
    queue: await anyQueue(),
    async prepare(_, job) {
      if (job.id === id) throw new TypeError('undefined is not a function')
      return { ...prepared, promptId: newId() }
    },
  })
  expect((await first)?.id).toBe(next.id)
  expect(await readJob(jobs.ctx, { id })).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } })
  await transact(jobs.ctx, (tx) => changeJob(tx, jobs.ctx.queue, { jobId: next.id, event: 'fail' }))
})

it('a storage in trouble is waited for, and what was drawn is kept', async () => {
  let troubles = 2
  const media: Media = {
    ...jobs.media,
    async put(...given) {
      if (troubles-- > 0) throw new AppError({ code: 'UNAVAILABLE', message: 'The storage is away.', retryable: true })
      await jobs.media.put(...given)
    },
  }
  await start([sketch.url], { media })
  const { id } = await ask()
  expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
  expect(await takes()).toBe(1)
})

it('losing the leases again and again costs a job no try', async () => {
  sketch.admin.change({ stepMs: 150 })
  await start([sketch.url])
  const { id } = await ask()
  await whenDrawing(id)
  const admin = new pg.Client(studio.database.url)
  await admin.connect()
  for (let times = 0; times < 4; times++) {
    const before = await studio.ctx.db.job.findUniqueOrThrow({ where: { id } })
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'framewright leases' and datname = current_database()",
    )
    await expect
      .poll(async () => (await studio.ctx.db.job.findUniqueOrThrow({ where: { id } })).epoch, { timeout })
      .toBeGreaterThan(before.epoch)
  }
  await admin.end()
  sketch.admin.change({ stepMs: 0 })
  expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
  expect(await takes()).toBe(1)
})

it('a job on a GPU that no worker has any more is given to another', async () => {
  const gone = await startTestSketch({ stepMs: 500 })
  const first = await start([gone.url])
  const { id } = await ask()
  await whenDrawing(id)
  await first.stop()
  await gone.stop()
  await start([sketch.url])
  expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', node: new URL(sketch.url).host })
  expect(await takes()).toBe(1)
})

it('one that was called off there is cancelled', async () => {
  const gone = await startTestSketch({ stepMs: 500 })
  const first = await start([gone.url])
  const { id } = await ask()
  await whenDrawing(id)
  await first.stop()
  await gone.stop()
  await cancelJob(jobs.ctx, { id })
  await start([sketch.url])
  expect(await jobs.whenJob(id)).toMatchObject({ state: 'cancelled', error: null })
})

it('asking and calling off at every moment leaves nothing stuck, nothing double and no error', async () => {
  await start([sketch.url])
  const scenes = [sentenceId, await aScene(), await aScene()]
  const asked: string[] = []
  await Promise.all(
    scenes.map(async (scene, index) => {
      for (let turn = 0; turn < 12; turn++) {
        const { id } = await ask(scene)
        asked.push(id)
        await new Promise((resolve) => setTimeout(resolve, (turn * 7 + index * 3) % 60))
        await cancelJob(jobs.ctx, { id })
        expect((await jobs.whenJob(id)).state).toMatch(/cancelled|completed/)
      }
    }),
  )
  const completed = await studio.ctx.db.job.count({ where: { id: { in: asked }, state: 'completed' } })
  const made = await studio.ctx.db.take.count({ where: { jobId: { in: asked } } })
  expect(made).toBe(completed)
  await expect
    .poll(async () => (await (await fetch(`${sketch.url}/queue`)).json()).queue_running, { timeout })
    .toEqual([])
})
