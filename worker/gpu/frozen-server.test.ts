import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cancelJob } from '#lib/jobs/cancel-job.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { startTestSketch } from '#lib/testing/sketch.ts'
import { type TestWorker, useJobs } from '#lib/testing/worker.ts'

const studio = useStudio()
const jobs = useJobs(studio)
const timeout = 30_000
const workers: TestWorker[] = []
let gpu: ChildProcess
let url: string
let dataDir: string

beforeEach(async () => {
  await studio.ctx.db.gpuSpeed.deleteMany()
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-frozen-'))
  const port = await findPort()
  url = `http://127.0.0.1:${port}`
  gpu = spawn(process.execPath, ['bin/run.js', 'sketch', '--port', `${port}`, '--data-dir', dataDir], {
    stdio: 'ignore',
  })
  const answers = () =>
    fetch(`${url}/system_stats`).then(
      ({ ok }) => ok,
      () => false,
    )
  await expect.poll(answers, { timeout }).toBe(true)
  await behave({ stepMs: 150 })
}, 2 * timeout)
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop()
  await end()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function end(): Promise<void> {
  if (gpu.signalCode !== null) return
  const ended = new Promise((resolve) => gpu.once('close', resolve))
  gpu.kill('SIGKILL')
  await ended
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
const behave = (change: object) =>
  fetch(`${url}/sketch/admin`, { method: 'POST', body: JSON.stringify({ change: { isCaching: false, ...change } }) })
const start = async (given: Parameters<typeof jobs.startWorker>[1] = {}) => {
  const worker = await jobs.startWorker([url], given)
  workers.push(worker)
  return worker
}
const job = (id: string) => studio.ctx.db.job.findUniqueOrThrow({ where: { id } })
const row = () => studio.ctx.db.gpuNode.findFirstOrThrow({ where: { url } })
const strays = async () =>
  (await studio.ctx.db.strayPrompt.findMany({ where: { nodeUrl: url } })).map(({ promptId }) => promptId)

async function ask(): Promise<string> {
  const { sectionId } = await aProject(studio)
  const [sentence] = await sentences(studio.ctx, sectionId, 'The boats come in.')
  const sentenceId = sentence?.id ?? ''
  await updateSentence(studio.ctx, { id: sentenceId, imagePrompt: `a harbour ${sentenceId}` })
  return (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId, lane: 'batch' }))).job.id
}

/** One draws, and the other waits behind it on the server. */
async function whenPrepared(drawing: string, prepared: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const { queue_running, queue_pending } = await (await fetch(`${url}/queue`)).json()
        const ids = [...queue_running, ...queue_pending].map(([, id]: [number, string]) => id)
        const [one, other] = [await job(drawing), await job(prepared)]
        return one.startedAt !== null && ids[0] === one.promptId && ids[1] === other.promptId
      },
      { timeout },
    )
    .toBe(true)
}

/** Of which jobs there is a picture on the server's disk. */
async function drawn(): Promise<string[]> {
  const folder = path.join(dataDir, 'output', 'framewright')
  const names = await readdir(folder).catch(() => [])
  const texts = await Promise.all(
    names.map(async (name) => (await readFile(path.join(folder, name))).toString('latin1')),
  )
  return texts.flatMap((text) => /framewright\0\{"job": ?"([0-9a-f-]{36})"/.exec(text)?.[1] ?? [])
}

describe('a server that freezes at work', () => {
  it('frees at once what is called off, and draws none of it when it wakes', async () => {
    const worker = await start()
    const [drawing, prepared] = [await ask(), await ask()]
    await whenPrepared(drawing, prepared)
    const promptIds = [(await job(drawing)).promptId, (await job(prepared)).promptId]
    gpu.kill('SIGSTOP')
    // Long before the server is given up for its silence, which takes longer than this test may.
    for (const id of [drawing, prepared]) await cancelJob(jobs.ctx, { id })
    for (const id of [drawing, prepared])
      expect(await jobs.whenJob(id)).toMatchObject({ state: 'cancelled', error: null })
    expect((await strays()).sort()).toEqual(promptIds.sort())

    // Whoever holds it when it wakes takes them away before it gives it anything.
    await worker.stop()
    const next = await ask()
    await start()
    await expect.poll(async () => (await row()).health, { timeout }).toBe('away')
    gpu.kill('SIGCONT')
    await expect.poll(strays, { timeout }).toEqual([])
    await behave({ stepMs: 0 })
    expect(await jobs.whenJob(next)).toMatchObject({ state: 'completed', attempts: 1 })
    expect(await drawn()).toEqual([next])
  }, 100_000)

  it('is set aside while what it has is left to it, and goes on as if nothing had been when it wakes', async () => {
    await start()
    const [drawing, prepared] = [await ask(), await ask()]
    await whenPrepared(drawing, prepared)
    gpu.kill('SIGSTOP')
    await expect.poll(async () => (await row()).health, { timeout: 60_000 }).toBe('away')
    expect((await row()).reason).toMatch(/did not answer/)
    // What it has stays with it: a server that wakes would draw it.
    expect(await job(prepared)).toMatchObject({ state: 'processing' })
    gpu.kill('SIGCONT')
    await behave({ stepMs: 0 })
    for (const id of [drawing, prepared]) {
      expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
    }
    expect((await drawn()).sort()).toEqual([drawing, prepared].sort())
    await expect.poll(async () => (await row()).health, { timeout }).toBe('well')
  }, 180_000)

  it('does not outlast the deadline of what it draws, which is not drawn twice when it wakes', async () => {
    const { get, list } = jobs.ctx.library
    let deadlineS: number | undefined = 6
    const hurried = (id: string) => {
      const template = get(id)
      return { ...template, manifest: { ...template.manifest, ...(deadlineS && { deadlineS }) } }
    }
    await start({ library: { list, get: hurried } })
    const drawing = await ask()
    await expect.poll(async () => (await job(drawing)).startedAt, { timeout }).not.toBeNull()
    const { promptId } = await job(drawing)
    gpu.kill('SIGSTOP')
    await expect.poll(async () => (await job(drawing)).state, { timeout: 90_000 }).toBe('queued')
    expect(await job(drawing)).toMatchObject({ attempts: 1, error: { code: 'GENERATION_TIMEOUT' } })
    expect(await strays()).toEqual([promptId])
    deadlineS = undefined
    gpu.kill('SIGCONT')
    await expect.poll(strays, { timeout }).toEqual([])
    await behave({ stepMs: 0 })
    expect(await jobs.whenJob(drawing)).toMatchObject({ state: 'completed', attempts: 2 })
    expect(await drawn()).toEqual([drawing])
  }, 180_000)
})

it('a server that ends for good: what it had goes to another', async () => {
  await start()
  const [drawing, prepared] = [await ask(), await ask()]
  await whenPrepared(drawing, prepared)
  const promptIds = [(await job(drawing)).promptId, (await job(prepared)).promptId]
  const other = await startTestSketch()
  workers.push(await jobs.startWorker([other.url]))
  await end()
  for (const id of [drawing, prepared]) {
    await expect.poll(async () => (await job(id)).state, { timeout: 90_000 }).toBe('completed')
    expect(await job(id)).toMatchObject({ nodeUrl: other.url, attempts: 2 })
  }
  // Should it ever be back, they are taken away there before anything else.
  expect((await strays()).sort()).toEqual(promptIds.sort())
  for (const worker of workers.splice(0)) await worker.stop()
  await other.stop()
}, 180_000)
