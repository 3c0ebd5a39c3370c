import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { cancelJob } from '#lib/jobs/cancel-job.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { readJob } from '#lib/jobs/queries.ts'
import { requestTake, retryJob } from '#lib/jobs/request-take.ts'
import { readBoardPart } from '#lib/storyboard/queries.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { chooseTake } from '#lib/takes/take-commands.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { useJobs } from '#lib/testing/worker.ts'
import type { Behaviour } from '#worker/sketch/behaviour.ts'

const studio = useStudio()
const jobs = useJobs(studio)
/** For a state that comes by itself, however much else the machine has to do: only where it never comes it is too long. */
const timeout = 30_000
vi.setConfig({ testTimeout: 2 * timeout })
let sketch: TestSketch
let worker: { stop(): Promise<void> }
let scene: { id: string; projectId: string }

/** Long enough to do something in the middle, short enough to wait for. */
const slow: Partial<Behaviour> = { stepMs: 40, previewMethod: 'auto' }

beforeAll(async () => {
  sketch = await startTestSketch()
})
afterAll(() => sketch?.stop())
beforeEach(async () => {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, 'The boats come in.')
  scene = { id: row?.id ?? '', projectId }
  await updateSentence(studio.ctx, { id: scene.id, imagePrompt: 'a harbour at dawn' })
  worker = await jobs.startWorker([sketch.url])
})
afterEach(async () => {
  sketch.admin.change({ stepMs: 0, failAt: null, downloads: null, memoryGb: 96, isStalled: false, historyDelayMs: 0 })
  await worker.stop()
})

const ask = async (seed?: string) =>
  (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: scene.id, seed }))).job
const takes = () => studio.ctx.db.take.findMany({ where: { sentenceId: scene.id }, orderBy: { createdAt: 'asc' } })
const row = async () => {
  const board = await readBoardPart(studio.ctx, { projectId: scene.projectId, sectionIds: [], sentenceIds: [scene.id] })
  return board.sentences[0]
}
/** The graph is being drawn: it is past its loaders. */
const whenDrawing = (id: string) =>
  expect.poll(async () => (await readJob(jobs.ctx, { id })).startedAt, { timeout }).not.toBeNull()
const asked = async (path: string): Promise<unknown> => (await fetch(`${sketch.url}${path}`)).json()
const rendered = async () => Object.keys(Object(await asked('/history'))).length
const whenIdle = () => expect.poll(() => asked('/prompt'), { timeout }).toEqual({ exec_info: { queue_remaining: 0 } })
/** Its picture is on the server's disk, to the last byte. */
async function isSaved(id: string): Promise<boolean> {
  const folder = path.join(sketch.dataDir, 'output', 'framewright')
  const names = await readdir(folder).catch(() => [])
  const texts = await Promise.all(
    names.map(async (name) => (await readFile(path.join(folder, name))).toString('latin1')),
  )
  return texts.some((text) => text.includes(id) && text.endsWith('IEND\xae\x42\x60\x82'))
}

describe('what cannot pass', () => {
  it('fails at once, and says which node and what helps', async () => {
    sketch.admin.change({
      failAt: {
        node: 'VAEDecode',
        message: 'shapes cannot be multiplied',
        exceptionType: 'RuntimeError',
        hasNaN: false,
        times: null,
      },
    })
    const job = await jobs.whenJob((await ask()).id)
    expect(job).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: {
        code: 'WORKFLOW_NODE_ERROR',
        message: expect.stringContaining('VAEDecode'),
        suggestion: expect.any(String),
      },
    })
    expect(await takes()).toEqual([])
    expect(await row()).toMatchObject({ activeJobId: null, isImageDirty: true })
  })

  it('can be asked for again, with the same seed', async () => {
    sketch.admin.change({
      failAt: { node: 'VAEDecode', message: 'no', exceptionType: 'RuntimeError', hasNaN: false, times: 1 },
    })
    const failed = await jobs.whenJob((await ask('77')).id, 'failed')
    const { job, isNew } = await retryJob(jobs.ctx, { id: failed.id })
    expect({ isNew, seed: job.seed }).toEqual({ isNew: true, seed: '77' })
    expect(await jobs.whenJob(job.id)).toMatchObject({ state: 'completed' })
  })
})

describe('what may pass', () => {
  it('out of memory: the memory is freed and it is tried again', async () => {
    sketch.admin.change({
      failAt: {
        node: 'VAEDecode',
        message: 'Allocation on device',
        exceptionType: 'torch.OutOfMemoryError',
        hasNaN: false,
        times: 1,
      },
    })
    expect(await jobs.whenJob((await ask()).id)).toMatchObject({ state: 'completed', attempts: 2, error: null })
  })

  it('out of memory for good: three tries, then what helps', async () => {
    sketch.admin.change({
      failAt: {
        node: 'VAEDecode',
        message: 'Allocation on device',
        exceptionType: 'torch.OutOfMemoryError',
        hasNaN: false,
        times: null,
      },
    })
    const job = await jobs.whenJob((await ask()).id)
    expect(job).toMatchObject({ state: 'failed', attempts: 3, error: { code: 'OUT_OF_MEMORY' } })
    expect(job.error?.suggestion).toMatch(/smaller/i)
  })

  it('a download that breaks off', async () => {
    sketch.admin.change({ downloads: { bytesPerSecond: null, truncateAfter: 0.5, isCorrupt: false, times: 1 } })
    expect(await jobs.whenJob((await ask()).id)).toMatchObject({ state: 'completed' })
    expect(await takes()).toHaveLength(1)
  })

  it('a server that restarts in the middle', async () => {
    sketch.admin.change(slow)
    const { id } = await ask()
    await whenDrawing(id)
    await sketch.admin.restart({ downMs: 300 })
    sketch.admin.change({ stepMs: 0 })
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 2 })
    expect(await takes()).toHaveLength(1)
  })

  it('a server that restarts when it has finished: its file is taken, nothing is drawn again', async () => {
    sketch.admin.change({ historyDelayMs: 3_600_000 })
    const { id } = await ask()
    await expect.poll(() => isSaved(id), { timeout }).toBe(true)
    await sketch.admin.restart()
    sketch.admin.change({ historyDelayMs: 0 })
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
  })

  it('a server that restarts while its picture is taken home: it is taken when it is back', async () => {
    const downloads = { bytesPerSecond: 500, truncateAfter: null, isCorrupt: false, times: null }
    sketch.admin.change({ downloads })
    const { id } = await ask()
    const rendered = async () => (await studio.ctx.db.job.findUniqueOrThrow({ where: { id } })).renderedAt
    await expect.poll(rendered, { timeout }).not.toBeNull()
    await sketch.admin.restart({ downMs: 8_000 })
    sketch.admin.change({ downloads: null })
    await expect.poll(async () => (await readJob(jobs.ctx, { id })).state, { timeout: 30_000 }).toBe('completed')
    expect(await readJob(jobs.ctx, { id })).toMatchObject({ attempts: 1 })
  }, 60_000)

  it('a socket that drops', async () => {
    sketch.admin.change(slow)
    const { id } = await ask()
    await whenDrawing(id)
    sketch.admin.dropSockets()
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
  })
})

describe('a job that is cancelled on its GPU', () => {
  it('frees the GPU and leaves nothing', async () => {
    sketch.admin.change({ stepMs: 500 })
    const { id } = await ask()
    await whenDrawing(id)
    expect(await cancelJob(jobs.ctx, { id })).toMatchObject({ state: 'processing', isCancelling: true })
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'cancelled', error: null })
    expect(await takes()).toEqual([])
    expect(await asked('/queue')).toMatchObject({ queue_running: [] })
  })
})

describe('a worker that is gone', () => {
  it('in order: the next one goes on where it was, and draws nothing twice', async () => {
    sketch.admin.change(slow)
    const { id } = await ask()
    await whenDrawing(id)
    const before = await rendered()
    await worker.stop()
    worker = await jobs.startWorker([sketch.url])
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
    expect(await takes()).toHaveLength(1)
    expect(await rendered()).toBeLessThanOrEqual(before + 1)
  })

  it('finished while nobody looked: its picture is taken', async () => {
    sketch.admin.change(slow)
    const { id } = await ask()
    await whenDrawing(id)
    await worker.stop()
    await whenIdle()
    worker = await jobs.startWorker([sketch.url])
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
  })

  it('too often: the job is not tried for ever', async () => {
    sketch.admin.change({ stepMs: 500 })
    const { id } = await ask()
    await whenDrawing(id)
    await worker.stop()
    await studio.ctx.db.job.update({ where: { id }, data: { attempts: 5 } })
    worker = await jobs.startWorker([sketch.url])
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'failed', error: { code: 'PROCESS_FAILED' } })
  })
})

it('two workers with one GPU between them: one has it, and the other when the first is gone', async () => {
  sketch.admin.change(slow)
  const second = await jobs.startWorker([sketch.url])
  const { id } = await ask()
  await whenDrawing(id)
  await worker.stop()
  expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
  const again = await ask()
  expect(await jobs.whenJob(again.id)).toMatchObject({ state: 'completed' })
  await second.stop()
})

describe('while it is made', () => {
  it('an edit makes the take stale from the start, and it is chosen all the same', async () => {
    sketch.admin.change(slow)
    const { id } = await ask()
    await whenDrawing(id)
    await updateSentence(studio.ctx, { id: scene.id, imagePrompt: 'a harbour at night' })
    const { takeIds } = await jobs.whenJob(id, 'completed')
    expect(await row()).toMatchObject({
      currentTakeId: takeIds[0],
      isImageDirty: true,
      staleBecause: ['prompt changed'],
    })
    await updateSentence(studio.ctx, { id: scene.id, imagePrompt: 'a harbour at dawn' })
    expect(await row()).toMatchObject({ isImageDirty: false, staleBecause: [] })
  })

  it('a choice somebody makes stands, and the new take is kept beside it', async () => {
    await jobs.whenJob((await ask()).id, 'completed')
    await jobs.whenJob((await ask()).id, 'completed')
    const [first] = await takes()
    sketch.admin.change(slow)
    const { id } = await ask()
    await whenDrawing(id)
    await chooseTake(studio.ctx, { id: first?.id ?? '' })
    await jobs.whenJob(id, 'completed')
    expect(await takes()).toHaveLength(3)
    expect(await row()).toMatchObject({ currentTakeId: first?.id })
  })
})
