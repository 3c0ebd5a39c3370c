import { type APIRequestContext, expect } from 'playwright/test'
import { letEverythingRun } from './fixtures/gpus.ts'
import { changeSketch, usualPace } from './fixtures/sketch.ts'
import { test } from './fixtures/test.ts'

const api = '/api/v1'
const nowhere = '0198a5c0-0000-7000-8000-000000000000'

test.afterEach(async ({ instance }) => {
  await changeSketch(instance.url, { ...usualPace, failAt: null })
  await letEverythingRun(instance.url)
})

test('a program makes a whole script, and sees how far it is', async ({ request, instance }) => {
  await changeSketch(instance.url, { stepMs: 0 })
  const { projectId, ids } = await aScript(request, 3)
  const quote = await post(request, `/projects/${projectId}/generate`, { scope: 'stale', dryRun: true }, 200)
  expect(quote).toMatchObject({ count: 3, gpus: 1, cannot: [], skipped: { locked: 0, noPrompt: 0, underWay: 0 } })
  expect(quote.seconds).toBeGreaterThan(0)
  const { batchId, jobIds } = await post(request, `/projects/${projectId}/generate`, { scope: 'stale' }, 202)
  expect(jobIds).toHaveLength(3)
  await expect
    .poll(async () => await read(request, `/batches/${batchId}`), { timeout: 30_000 })
    .toMatchObject({ total: 3, done: 3, failed: 0, running: 0, waiting: 0, secondsLeft: null })
  expect((await read(request, `/projects/${projectId}/batches`)).items).toMatchObject([{ id: batchId, done: 3 }])
  for (const id of ids) expect(await read(request, `/sentences/${id}`)).toMatchObject({ isImageDirty: false })
  const nothing = await request.post(`${api}/projects/${projectId}/generate`, { data: { scope: 'stale' } })
  expect(nothing.status()).toBe(409)
  expect((await nothing.json()).error.message).toBe('There is nothing to make.')
})

test('a program pauses the queue, changes its order, and ends what is in it', async ({ request }) => {
  await post(request, '/queue/pause', {}, 200)
  const { projectId, ids } = await aScript(request, 4)
  const { batchId, jobIds } = await post(
    request,
    `/projects/${projectId}/generate`,
    { scope: 'selected', ids: ids.slice(0, 3) },
    202,
  )
  const { jobId: urgent } = await post(request, `/sentences/${ids[3]}/regenerate-image`, { seed: '7' }, 202)
  const order = async () => {
    const { items } = await read(request, '/queue?limit=500')
    return items.filter((item: Answer) => item.job?.projectId === projectId).map((item: Answer) => item.id)
  }
  expect(await order()).toEqual([urgent, ...jobIds])
  const { waiting } = await read(request, `/jobs/${jobIds[1]}`)
  expect(waiting).toMatchObject({ startsInMs: null, reason: expect.stringMatching(/ has paused the queue\.$/) })
  expect(waiting.place).toBe(waiting.ahead + 1)
  expect(await read(request, '/queue')).toMatchObject({ isPaused: true, pausedBy: expect.any(String), running: 0 })

  await post(request, '/queue/move', { jobId: jobIds[2], to: 'front' }, 200)
  await post(request, '/queue/move', { jobId: urgent, to: 'back' }, 200)
  expect(await order()).toEqual([jobIds[2], jobIds[0], jobIds[1], urgent])
  await post(request, '/queue/move', { jobId: urgent, to: { before: jobIds[1] } }, 200)
  expect(await order()).toEqual([jobIds[2], jobIds[0], urgent, jobIds[1]])

  expect(await post(request, `/batches/${batchId}/pause`, {}, 200)).toMatchObject({ isPaused: true, waiting: 3 })
  expect(await order()).toEqual([urgent])
  expect(await post(request, `/batches/${batchId}/resume`, {}, 200)).toMatchObject({ isPaused: false })
  expect(await order()).toEqual([jobIds[2], jobIds[0], urgent, jobIds[1]])

  expect(await post(request, '/queue/cancel', { jobIds: [jobIds[0]] }, 200)).toEqual({ cancelled: 1, stopping: 0 })
  expect(await post(request, '/queue/stop-others', { jobId: urgent }, 200)).toEqual({ cancelled: 2, stopping: 0 })
  expect(await order()).toEqual([urgent])
  expect(await post(request, `/batches/${batchId}/stop`, {}, 200)).toMatchObject({ isStopped: true, cancelled: 3 })
  await post(request, '/queue/resume', {}, 200)
  await expect.poll(async () => (await read(request, `/jobs/${urgent}`)).state, { timeout: 30_000 }).toBe('completed')
  expect(await read(request, `/jobs/${urgent}`)).toMatchObject({ waiting: null })
})

test('what failed is tried again, all of it', async ({ request, instance }) => {
  await changeSketch(instance.url, { stepMs: 0, failAt: { node: 'VAEDecode', message: 'Broken for a test.' } })
  const { projectId } = await aScript(request, 2)
  const { batchId } = await post(request, `/projects/${projectId}/generate`, { scope: 'all' }, 202)
  await expect.poll(async () => (await read(request, `/batches/${batchId}`)).failed, { timeout: 30_000 }).toBe(2)
  await changeSketch(instance.url, { failAt: null })
  const retried = await post(request, '/queue/retry-failed', { batchId }, 202)
  expect(retried).toMatchObject({ cannot: [], skipped: { locked: 0, noPrompt: 0, underWay: 0 } })
  await expect.poll(async () => (await read(request, `/batches/${retried.batchId}`)).done, { timeout: 30_000 }).toBe(2)
  const nothing = await request.post(`${api}/queue/retry-failed`, { data: { projectId } })
  expect(nothing.status()).toBe(409)
})

test('what is wrong with a call about the queue is said', async ({ request }) => {
  const wrong: [path: string, body: unknown, status: number][] = [
    [`/projects/${nowhere}/generate`, { scope: 'all' }, 404],
    [`/projects/${nowhere}/generate`, { scope: 'some' }, 400],
    [`/projects/${nowhere}/generate`, { scope: 'all', dryRun: 'yes' }, 400],
    [`/batches/${nowhere}/pause`, {}, 404],
    ['/queue/move', { jobId: nowhere, to: 'front' }, 404],
    ['/queue/move', { jobId: nowhere, to: 'up' }, 400],
    ['/queue/cancel', {}, 400],
    ['/queue/cancel', { batchId: nowhere, projectId: nowhere }, 400],
    ['/queue/cancel', { jobIds: [nowhere] }, 404],
    ['/queue/stop-others', { jobId: nowhere }, 404],
    ['/queue/retry-failed', {}, 400],
  ]
  for (const [path, data, status] of wrong) {
    const answer = await request.post(api + path, { data })
    expect(answer.status(), path).toBe(status)
    expect((await answer.json()).error).toMatchObject({ message: expect.any(String), id: expect.any(String) })
  }
  expect((await request.get(`${api}/batches/${nowhere}`)).status()).toBe(404)
  expect((await request.get(`${api}/queue?cursor=x`)).status()).toBe(400)
})

// biome-ignore lint/suspicious/noExplicitAny: what a program reads from an answer is checked by what it expects of it.
type Answer = any

async function read(request: APIRequestContext, path: string): Promise<Answer> {
  const answer = await request.get(api + path)
  expect(answer.status(), path).toBe(200)
  return await answer.json()
}

async function post(request: APIRequestContext, path: string, ...[data, status]: [unknown, number]): Promise<Answer> {
  const answer = await request.post(api + path, { data })
  const body = await answer.json()
  expect(answer.status(), `${path} ${JSON.stringify(body)}`).toBe(status)
  return body
}

async function aScript(request: APIRequestContext, count: number): Promise<{ projectId: string; ids: string[] }> {
  const { id: projectId } = await post(request, '/projects', { name: 'The queue' }, 201)
  const section = await post(request, `/projects/${projectId}/sections`, { title: 'One' }, 201)
  const sentences = Array.from({ length: count }, (_, index) => ({
    text: `Sentence ${index + 1}.`,
    imagePrompt: `a pier, number ${index + 1}`,
  }))
  const { items } = await post(request, `/sections/${section.id}/sentences`, sentences, 201)
  return { projectId, ids: items.map(({ id }: { id: string }) => id) }
}
