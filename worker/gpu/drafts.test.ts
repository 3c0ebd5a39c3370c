import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FleetNode } from '#lib/fleet/model.ts'
import { nodesOfUrls } from '#lib/fleet/model.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { readJob } from '#lib/jobs/queries.ts'
import { replayTake, requestTake } from '#lib/jobs/request-take.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { parseJson } from '#lib/runtime/json.ts'
import type { Media } from '#lib/runtime/media.ts'
import { readSentence } from '#lib/storyboard/list-queries.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { fileKeyOf } from '#lib/takes/keys.ts'
import { readReplayed } from '#lib/takes/model.ts'
import { listTakes } from '#lib/takes/queries.ts'
import { chooseTake } from '#lib/takes/take-commands.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { useJobs } from '#lib/testing/worker.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { Take } from '#prisma/client/client.ts'

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
  const { id, sectionId } = await aProject(studio)
  await studio.ctx.db.project.update({ where: { id }, data: { width: 320, height: 192, workflow: 'sd15_txt2img' } })
  const [row] = await sentences(studio.ctx, sectionId, 'The boats come in.')
  sentenceId = row?.id ?? ''
  await updateSentence(studio.ctx, { id: sentenceId, imagePrompt: 'a harbour at dawn' })
})
afterEach(async () => {
  sketch.admin.change({ stepMs: 0, historyDelayMs: 0 })
  for (const worker of workers.splice(0)) await worker.stop()
})

const start = async (...given: Parameters<typeof jobs.startWorker>) => {
  const worker = await jobs.startWorker(...given)
  workers.push(worker)
  return worker
}
const ask = async (more: object = {}) =>
  (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId, quality: 'draft', count: 4, ...more }))).job
const takes = () => studio.ctx.db.take.findMany({ where: { sentenceId }, orderBy: { pictureIndex: 'asc' } })
const whenDrawing = (id: string) =>
  expect.poll(async () => (await readJob(jobs.ctx, { id })).startedAt, { timeout }).not.toBeNull()
const whenIdle = () =>
  expect.poll(async () => (await (await fetch(`${sketch.url}/queue`)).json()).queue_running, { timeout }).toEqual([])

async function onlyTakeOf(jobId: string): Promise<Take> {
  const { takeIds } = await jobs.whenJob(jobId, 'completed')
  expect(takeIds).toHaveLength(1)
  return await studio.ctx.db.take.findUniqueOrThrow({ where: { id: takeIds[0] ?? '' } })
}

function drawnSizeOf(take: Take | undefined) {
  // Safe: only graphs are written there.
  const graph = parseJson(take?.graph ?? '') as Graph
  const { width, height } =
    Object.values(graph).find(({ class_type }) => /^Empty.*Latent/.test(class_type))?.inputs ?? {}
  return { width, height }
}

/** Which of these looks most like it: by their large shapes, since a draft is drawn smaller. */
async function nearestOf(drafts: readonly Take[], final: Take): Promise<number> {
  const shapesOf = async (take: Take) =>
    await sharp(await jobs.media.read(fileKeyOf(take)))
      .resize(32, 18, { fit: 'fill' })
      .raw()
      .toBuffer()
  const wanted = await shapesOf(final)
  const all = await Promise.all(drafts.map(shapesOf))
  const far = all.map((shapes) => shapes.reduce((sum, value, at) => sum + Math.abs(value - (wanted[at] ?? 0)), 0))
  return far.indexOf(Math.min(...far))
}

describe('four drafts', () => {
  it('are drawn as one batch, each a take of its own, the first of them shown', async () => {
    const { id } = await ask({ seed: '18446744073709551615' })
    await start([sketch.url])
    const job = await jobs.whenJob(id, 'completed')
    const made = await takes()
    expect(job).toMatchObject({ count: 4, takeIds: made.map((take) => take.id) })
    expect(made).toMatchObject(
      [0, 1, 2, 3].map((pictureIndex) => ({ pictureIndex, quality: 'draft', jobId: id, width: 320, height: 192 })),
    )
    expect(new Set(made.map(({ contentHash }) => contentHash)).size).toBe(4)
    const strip = await listTakes(studio.ctx, { sentenceId, limit: 10 })
    expect(strip.items.map(({ pictureIndex, count }) => [pictureIndex, count])).toEqual(
      [0, 1, 2, 3].map((at) => [at, 4]),
    )
    expect(new Set(made.map(({ seed }) => seed?.toFixed(0)))).toEqual(new Set(['18446744073709551615']))
    // Safe: only graphs are written there.
    const graph = parseJson(made[0]?.graph ?? '') as Graph
    expect(Object.values(graph).flatMap(({ inputs }) => inputs.batch_size ?? [])).toEqual([4])
    expect(await readSentence(studio.ctx, { id: sentenceId })).toMatchObject({
      ...{ currentTakeId: made[0]?.id, staleBecause: ['this is a draft'] },
    })
    await expect
      .poll(async () => (await studio.ctx.db.gpuSpeed.findMany()).some(({ work }) => /draft \d+ x4$/.test(work)), {
        timeout,
      })
      .toBe(true)
  })

  it('come out the same again, whichever of them is run again', async () => {
    await start([sketch.url])
    await jobs.whenJob((await ask()).id, 'completed')
    const [, , third] = await takes()
    for (let turn = 0, again = third; turn < 2; turn++) {
      const { job } = await replayTake(jobs.ctx, { id: again?.id ?? '' })
      const { takeIds } = await jobs.whenJob(job.id, 'completed')
      expect(takeIds).toHaveLength(1)
      again = await studio.ctx.db.take.findUniqueOrThrow({ where: { id: takeIds[0] ?? '' } })
      expect(again).toMatchObject({ pictureIndex: 2, quality: 'draft' })
      expect(readReplayed(again.made)).toMatchObject({ samePixels: true })
    }
  })

  it('are each made in full as the very picture that was chosen, and that again exactly', async () => {
    const { projectId } = await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id: sentenceId } })
    const data = { width: 1280, height: 720, workflow: 'flux-2' }
    await studio.ctx.db.project.update({ where: { id: projectId }, data })
    await start([sketch.url])
    await jobs.whenJob((await ask()).id, 'completed')
    const drafts = await takes()
    expect(drawnSizeOf(drafts[0])).toEqual({ width: 688, height: 384 })
    for (const index of [2, 0]) {
      await chooseTake(studio.ctx, { id: drafts[index]?.id ?? '' })
      const final = await onlyTakeOf((await ask({ quality: 'final', count: 1, from: 'draft' })).id)
      expect(final).toMatchObject({ quality: 'final', pictureIndex: index, seed: drafts[index]?.seed })
      expect(await readSentence(studio.ctx, { id: sentenceId })).toMatchObject({
        ...{ currentTakeId: final.id, isImageDirty: false },
      })
      expect(drawnSizeOf(final)).toEqual({ width: 1280, height: 720 })
      expect(await nearestOf(drafts, final)).toBe(index)
      const { job } = await replayTake(jobs.ctx, { id: final.id })
      const again = await onlyTakeOf(job.id)
      expect(again.pictureIndex).toBe(index)
      expect(readReplayed(again.made)).toMatchObject({ samePixels: true })
    }
  })

  it('wait for a GPU that makes so many', async () => {
    const small = await startTestSketch()
    const batchOf = (url: string, maxBatch: number): FleetNode[] =>
      nodesOfUrls([url]).map((node) => ({ ...node, maxBatch }))
    await start([...batchOf(small.url, 2), ...batchOf(sketch.url, 4)])
    const { node } = await jobs.whenJob((await ask()).id, 'completed')
    expect(node).toBe(new URL(sketch.url).host)
    await workers.pop()?.stop()
    await small.stop()
  })
})

describe('nothing half made is kept', () => {
  it('when the server restarts after it has drawn them: its files are taken', async () => {
    sketch.admin.change({ stepMs: 100, historyDelayMs: 3_000 })
    await start([sketch.url])
    const { id } = await ask()
    await whenDrawing(id)
    await whenIdle()
    await sketch.admin.restart()
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
    expect(await takes()).toHaveLength(4)
  })

  it('when the worker dies while they are drawn: the next one takes all of them home', async () => {
    sketch.admin.change({ stepMs: 100 })
    const first = await jobs.startWorker([sketch.url])
    const { id } = await ask()
    await whenDrawing(id)
    await first.kill()
    sketch.admin.change({ stepMs: 0 })
    await start([sketch.url])
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
    expect(await takes()).toHaveLength(4)
  })

  it.each([1, 3, 5, 7])('when the storage is full after %i files', async (room) => {
    let written = 0
    const media: Media = {
      ...jobs.media,
      async put(key, bytes) {
        if (written++ === room) throw new AppError({ code: 'INTERNAL', message: 'No.' })
        await jobs.media.put(key, bytes)
      },
    }
    await start([sketch.url], { media })
    const { id } = await ask()
    expect(await jobs.whenJob(id)).toMatchObject({ state: 'failed' })
    expect(await takes()).toEqual([])
    expect((await readSentence(studio.ctx, { id: sentenceId })).currentTakeId).toBeNull()
  })

  it('when a picture is missing: all of them are drawn again or none is kept', async () => {
    sketch.admin.change({ downloads: { bytesPerSecond: null, truncateAfter: 0.5, isCorrupt: false, times: 1 } })
    await start([sketch.url])
    expect(await jobs.whenJob((await ask()).id)).toMatchObject({ state: 'completed' })
    expect(await takes()).toHaveLength(4)
  })
})
