import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Lane } from '#lib/fleet/choice.ts'
import { cancelJob } from '#lib/jobs/cancel-job.ts'
import { type JobRow, requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { transact } from '#lib/live/transact.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { colourGraph, slowGraph, startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { type TestWorker, useJobs } from '#lib/testing/worker.ts'

const studio = useStudio()
const jobs = useJobs(studio)
/** For a state that comes by itself, however much else the machine has to do: only where it never comes it is too long. */
const timeout = 30_000
vi.setConfig({ testTimeout: 2 * timeout })
const workers: TestWorker[] = []
let sketch: TestSketch

beforeAll(async () => {
  sketch = await startTestSketch()
})
afterAll(() => sketch?.stop())
afterEach(async () => {
  sketch.admin.change({ stepMs: 0, tileMs: 0, isStalled: false })
  await setMode('active')
  for (const worker of workers.splice(0)) await worker.stop()
  await studio.ctx.db.gpuSpeed.deleteMany()
})

const start = async () => {
  const worker = await jobs.startWorker([sketch.url])
  workers.push(worker)
  return worker
}

async function scenes(count: number): Promise<string[]> {
  const { sectionId } = await aProject(studio)
  const rows = await sentences(studio.ctx, sectionId, ...Array.from({ length: count }, (_, index) => `Boat ${index}.`))
  for (const { id } of rows) await updateSentence(studio.ctx, { id, imagePrompt: `a harbour, boat ${id}` })
  return rows.map(({ id }) => id)
}

const ask = async (sentenceId = '', lane: Lane = 'batch') =>
  (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId, lane }))).job
const job = (id: string) => studio.ctx.db.job.findUniqueOrThrow({ where: { id } })
const queue = async (): Promise<{ running: string[]; pending: string[] }> => {
  const { queue_running, queue_pending } = await (await fetch(`${sketch.url}/queue`)).json()
  const ids = (items: [number, string][]) => items.map(([, id]) => id)
  return { running: ids(queue_running), pending: ids(queue_pending) }
}
const setMode = async (mode: 'active' | 'paused' | 'draining') =>
  await transact(studio.ctx, async (tx) => {
    const rows = await tx.db.gpuNode.updateManyAndReturn({ data: { mode } })
    for (const { id } of rows) tx.publish({ type: 'node.updated', id })
  })
/** One draws, and the other waits behind it on the server. */
const whenPrepared = async (first: JobRow, second: JobRow) => {
  await expect
    .poll(
      async () => {
        const { running, pending } = await queue()
        const [one, other] = [await job(first.id), await job(second.id)]
        return one.startedAt !== null && running.includes(one.promptId ?? '') && pending.includes(other.promptId ?? '')
      },
      { timeout },
    )
    .toBe(true)
  const [one, other] = [await job(first.id), await job(second.id)]
  return [one, other] as const
}
/** One that a GPU draws for so long already, whose usual speed is known; its worker is gone. */
const drawing = async ([usual, now]: string[], forMs: number): Promise<JobRow> => {
  const known = await ask(usual)
  const worker = await start()
  await jobs.whenJob(known.id, 'completed')
  await expect.poll(async () => await studio.ctx.db.gpuSpeed.count(), { timeout }).toBeGreaterThan(0)
  sketch.admin.change({ isStalled: true })
  const asked = await ask(now)
  await expect.poll(async () => (await job(asked.id)).startedAt, { timeout }).not.toBeNull()
  await worker.kill()
  await studio.ctx.db.job.update({ where: { id: asked.id }, data: { startedAt: new Date(Date.now() - forMs) } })
  return asked
}
const history = async (): Promise<Record<string, unknown>> => (await fetch(`${sketch.url}/history`)).json()

describe('with more to do than one job', () => {
  it('one executes, one is prepared, and no third is claimed', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b, c] = await scenes(3)
    const [first, second, third] = [await ask(a), await ask(b), await ask(c)]
    await start()
    await whenPrepared(first, second)
    expect((await job(third.id)).state).toBe('queued')
    sketch.admin.change({ stepMs: 0 })
    for (const { id } of [first, second, third]) {
      expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
    }
  })

  it('the next is prepared also behind one that takes far longer than such a picture usually does', async () => {
    const [last, ...before] = await scenes(3)
    const first = await drawing(before, 60_000)
    await start()
    const second = await ask(last)
    await whenPrepared(first, second)
    sketch.admin.change({ isStalled: false })
    for (const { id } of [first, second]) expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
  })

  it('the next is prepared although other programs have something there, which comes after what draws', async () => {
    const [last, ...before] = await scenes(3)
    // A good half of it: what is left would be waited for far longer than the next is.
    const first = await drawing(before, 220_000)
    await studio.ctx.db.gpuSpeed.updateMany({ data: { runMs: 400_000 } })
    const client = sketch.connect()
    await client.submit({ graph: colourGraph(3) })
    await start()
    await expect.poll(async () => (await studio.ctx.db.gpuNode.findFirstOrThrow()).foreign, { timeout }).toBe(1)
    const second = await ask(last)
    await whenPrepared(first, second)
    sketch.admin.change({ isStalled: false })
    for (const { id } of [first, second]) expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed' })
  })

  it('what is prepared can be cancelled and is never drawn', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b] = await scenes(2)
    const [first, second] = [await ask(a), await ask(b)]
    await start()
    const [, prepared] = await whenPrepared(first, second)
    await cancelJob(jobs.ctx, { id: second.id })
    expect(await jobs.whenJob(second.id)).toMatchObject({ state: 'cancelled' })
    sketch.admin.change({ stepMs: 0 })
    expect(await jobs.whenJob(first.id)).toMatchObject({ state: 'completed' })
    expect(Object.keys(await history())).not.toContain(prepared.promptId)
  })
})

describe('what is prepared gives way', () => {
  it('to something more urgent, and waits again at its old place as if nothing had been', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b, c] = await scenes(3)
    const [first, second] = [await ask(a), await ask(b)]
    await start()
    const [, before] = await whenPrepared(first, second)
    const urgent = await ask(c, 'urgent')
    await expect.poll(async () => (await queue()).pending, { timeout }).not.toEqual([before.promptId])
    await whenPrepared(first, urgent)
    expect(await job(second.id)).toMatchObject({
      ...{ state: 'queued', attempts: 0, priority: before.priority, notBefore: null, promptId: null, nodeUrl: null },
    })
    sketch.admin.change({ stepMs: 0 })
    for (const { id } of [first, second, urgent]) await jobs.whenJob(id, 'completed')
    const ended = await Promise.all([urgent, second].map(async ({ id }) => (await job(id)).startedAt?.getTime() ?? 0))
    expect(ended[0]).toBeLessThanOrEqual(ended[1] ?? 0)
    expect(Object.keys(await history())).not.toContain(before.promptId)
  })

  it('but not to what is no more urgent than it is', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b, c] = await scenes(3)
    const [first, second] = [await ask(a, 'urgent'), await ask(b, 'urgent')]
    await start()
    const [, before] = await whenPrepared(first, second)
    await ask(c, 'urgent')
    expect(await job(second.id)).toMatchObject({ state: 'processing', promptId: before.promptId })
    sketch.admin.change({ stepMs: 0 })
    expect((await job((await jobs.whenJob(second.id, 'completed')).id)).promptId).toBe(before.promptId)
  })

  it('when the GPU is paused: what draws is finished, and nothing else begins until it goes on', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b] = await scenes(2)
    const [first, second] = [await ask(a), await ask(b)]
    await start()
    await whenPrepared(first, second)
    await setMode('paused')
    await expect.poll(async () => (await job(second.id)).state, { timeout }).toBe('queued')
    expect(await queue()).toMatchObject({ pending: [] })
    sketch.admin.change({ stepMs: 0 })
    expect(await jobs.whenJob(first.id)).toMatchObject({ state: 'completed', attempts: 1 })
    expect(await job(second.id)).toMatchObject({ state: 'queued', attempts: 0 })
    await setMode('active')
    expect(await jobs.whenJob(second.id)).toMatchObject({ state: 'completed', attempts: 1 })
  })

  it('and waits again although nobody heard that the server let go of it', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b] = await scenes(2)
    const [first, second] = [await ask(a), await ask(b)]
    await start()
    const [, prepared] = await whenPrepared(first, second)
    await fetch(`${sketch.url}/queue`, { method: 'POST', body: JSON.stringify({ delete: [prepared.promptId] }) })
    await setMode('paused')
    await expect.poll(async () => (await job(second.id)).state, { timeout }).not.toBe('processing')
    expect(await job(second.id)).toMatchObject({ state: 'queued', attempts: 0 })
    sketch.admin.change({ stepMs: 0 })
    await setMode('active')
    expect(await jobs.whenJob(second.id)).toMatchObject({ state: 'completed', attempts: 1 })
  })

  it('when it drains, and then it is paused', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b] = await scenes(2)
    const [first, second] = [await ask(a), await ask(b)]
    await start()
    await whenPrepared(first, second)
    await setMode('draining')
    await expect.poll(async () => (await job(second.id)).state, { timeout }).toBe('queued')
    sketch.admin.change({ stepMs: 0 })
    await jobs.whenJob(first.id, 'completed')
    await expect.poll(async () => (await studio.ctx.db.gpuNode.findFirstOrThrow()).mode, { timeout }).toBe('paused')
    await setMode('active')
    await jobs.whenJob(second.id, 'completed')
  })

  it('when the worker stops in order; what draws is left to the next, and nothing is lost', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b] = await scenes(2)
    const [first, second] = [await ask(a), await ask(b)]
    const worker = await start()
    await whenPrepared(first, second)
    await worker.stop()
    expect(await job(second.id)).toMatchObject({ state: 'queued', attempts: 0 })
    expect(await job(first.id)).toMatchObject({ state: 'processing' })
    await start()
    sketch.admin.change({ stepMs: 0 })
    for (const { id } of [first, second]) {
      expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
    }
  })
})

describe('two left on a GPU by a worker that is gone', () => {
  it('are both seen through by the next, and drawn once', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b] = await scenes(2)
    const [first, second] = [await ask(a), await ask(b)]
    const worker = await start()
    const [one, other] = await whenPrepared(first, second)
    await worker.kill()
    expect(await job(second.id)).toMatchObject({ state: 'processing' })
    await start()
    sketch.admin.change({ stepMs: 0 })
    for (const { id } of [first, second]) {
      expect(await jobs.whenJob(id)).toMatchObject({ state: 'completed', attempts: 1 })
    }
    expect(await job(first.id)).toMatchObject({ promptId: one.promptId })
    expect(await job(second.id)).toMatchObject({ promptId: other.promptId })
  })

  it('a restart of the server costs what had not begun no try', async () => {
    sketch.admin.change({ stepMs: 60 })
    const [a, b] = await scenes(2)
    const [first, second] = [await ask(a), await ask(b)]
    await start()
    await whenPrepared(first, second)
    sketch.admin.change({ stepMs: 0 })
    await sketch.admin.restart({ downMs: 100 })
    expect(await jobs.whenJob(first.id)).toMatchObject({ state: 'completed', attempts: 2 })
    expect(await jobs.whenJob(second.id)).toMatchObject({ state: 'completed', attempts: 1 })
  })
})

describe('prompts of other programs', () => {
  it('are counted as work, and never touched', async () => {
    sketch.admin.change({ tileMs: 3 })
    const client = sketch.connect()
    const foreign = [await client.submit({ graph: slowGraph(1) }), await client.submit({ graph: colourGraph(2) })]
    const [a] = await scenes(1)
    await start()
    await expect
      .poll(async () => (await studio.ctx.db.gpuNode.findFirstOrThrow()).foreign, { timeout })
      .toBeGreaterThan(0)
    const asked = await ask(a, 'urgent')
    await setMode('paused')
    await setMode('active')
    expect(await jobs.whenJob(asked.id)).toMatchObject({ state: 'completed' })
    for (const { promptId } of foreign) {
      expect(await client.settle(promptId, { deadlineMs: 10_000 })).toMatchObject({ state: 'success' })
    }
  })
})
