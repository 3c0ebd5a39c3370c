import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type APIRequestContext, expect } from 'playwright/test'
import type { JobRow } from '#lib/jobs/model.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { openFirst, pictureMs, picturesTestMs, scene } from './fixtures/inspector.ts'
import type { Instance } from './fixtures/instance.ts'
import { test } from './fixtures/test.ts'

test.describe.configure({ timeout: picturesTestMs })

test('a take is served once and for ever, in parts and small', async ({ request }) => {
  const { take } = await aSentenceWithPicture(request)
  const whole = await request.get(take.url)
  const bytes = await whole.body()
  const etag = whole.headers().etag ?? ''
  expect(whole.headers()).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'private, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    'content-length': String(take.sizeBytes),
    'x-content-type-options': 'nosniff',
    'content-disposition': expect.stringMatching(/^inline; filename="A pier, \d+\.png"/),
    etag: `"${createHash('sha256').update(bytes).digest('hex')}"`,
  })
  expect(bytes.byteLength).toBe(take.sizeBytes)

  const head = await request.head(take.url)
  expect([head.status(), head.headers().etag, (await head.body()).byteLength]).toEqual([200, etag, 0])
  expect((await request.get(take.url, { headers: { 'If-None-Match': etag } })).status()).toBe(304)
  const part = await request.get(take.url, { headers: { Range: 'bytes=-64' } })
  expect([part.status(), part.headers()['content-length']]).toEqual([206, '64'])
  expect(await part.body()).toEqual(bytes.subarray(-64))
  const beyond = await request.get(take.url, { headers: { Range: 'bytes=99999999-' } })
  expect([beyond.status(), beyond.headers()['content-range']]).toEqual([416, `bytes */${bytes.byteLength}`])
  expect((await request.get(`${take.url}?download=1`)).headers()['content-disposition']).toMatch(/^attachment; /)

  for (const width of [320, 640, 1280]) {
    const small = await request.get(`${take.url}?w=${width}`)
    expect([small.status(), small.headers()['content-type']]).toEqual([200, 'image/webp'])
    expect((await small.body()).byteLength).toBeLessThan(bytes.byteLength)
  }
  expect((await request.get(`${take.url}?w=321`)).status()).toBe(400)
  const unknown = await request.get('/api/v1/takes/0198a5c0-0000-7000-8000-000000000000/file')
  expect([unknown.status(), (await unknown.json()).error.code]).toEqual([404, 'NOT_FOUND'])
})

test('the file of a sentence is always what it shows', async ({ request, instance }) => {
  const { sentenceId, projectId, take: first } = await aSentenceWithPicture(request)
  const shadow = async () => await shadowOf(instance, { projectId, sentenceId })
  const bytesOf = async (take: TakeRow) => await (await request.get(take.url)).body()
  await expect.poll(shadow).toEqual(await bytesOf(first))
  const second = await makePicture(request, sentenceId)
  await expect.poll(shadow).toEqual(await bytesOf(second))
  expect((await post(request, `/takes/${first.id}/choose`)).body).toMatchObject({ isCurrent: true })
  expect(await shadow()).toEqual(await bytesOf(first))
  expect(await readSentence(request, sentenceId)).toMatchObject({
    currentTakeId: first.id,
    imageUrl: first.url,
    imageFile: expect.stringContaining(`/projects/${projectId}/images/${sentenceId}.png`),
  })
  await request.delete(`/api/v1/takes/${first.id}`)
  expect(await shadow()).toEqual(await bytesOf(second))
  await request.delete(`/api/v1/takes/${second.id}`)
  expect(await shadow()).toBeUndefined()
  expect(await readSentence(request, sentenceId)).toMatchObject({ currentTakeId: null, isImageDirty: true })
  expect(await listTakes(request, sentenceId)).toEqual([])
  expect((await post(request, `/takes/${second.id}/restore`)).body).toMatchObject({ deleted: false, isCurrent: false })
  expect((await listTakes(request, sentenceId)).map(({ id }) => id)).toEqual([second.id])
})

test('marks stay, and a locked take is not deleted', async ({ request }) => {
  const { take } = await aSentenceWithPicture(request)
  expect((await post(request, `/takes/${take.id}/favourite`, { value: true })).body).toMatchObject({ favourite: true })
  expect((await post(request, `/takes/${take.id}/lock`, { value: true })).body).toMatchObject({ locked: true })
  expect((await post(request, `/takes/${take.id}/lock`, { value: 'yes' })).status).toBe(400)
  const refused = await request.delete(`/api/v1/takes/${take.id}`)
  expect([refused.status(), (await refused.json()).error.suggestion]).toEqual([409, 'Unlock it first.'])
  expect((await post(request, `/takes/${take.id}/lock`, { value: false })).body).toMatchObject({ locked: false })
  const read = await request.get(`/api/v1/takes/${take.id}`)
  expect(await read.json()).toMatchObject({ favourite: true, locked: false })
})

test('a take that is made again comes out the same, and says so', async ({ request }) => {
  const { sentenceId, take } = await aSentenceWithPicture(request)
  await request.put(`/api/v1/sentences/${sentenceId}`, { data: { imagePrompt: 'something else' } })
  expect((await post(request, `/takes/${take.id}/replay`)).status).toBe(202)
  const again = await newestTake(request, sentenceId, take.id)
  expect(again).toMatchObject({ seed: take.seed, replayed: { takeId: take.id, samePixels: true } })
})

test('only so many takes are kept as the project says', async ({ request }) => {
  const { sentenceId, projectId, take: first } = await aSentenceWithPicture(request)
  await request.patch(`/api/v1/projects/${projectId}`, { data: { keptTakes: 1 } })
  await post(request, `/takes/${first.id}/favourite`, { value: true })
  const second = await makePicture(request, sentenceId)
  const third = await makePicture(request, sentenceId)
  const kept = async () => (await listTakes(request, sentenceId)).map(({ id }) => id)
  await expect.poll(kept).toEqual([third.id, first.id])
  expect((await request.get(second.url)).status()).toBe(404)
})

test('four drafts are made in one go, one is chosen, and the final is made', async ({ page }) => {
  const { inspector } = await openFirst(page, 'Drafts')
  const { panel, takes } = inspector
  const makeDrafts = async (count: string) => {
    await panel.getByRole('button', { name: 'Make drafts' }).click()
    await page.getByRole('menuitem', { name: count, exact: true }).click()
  }
  await inspector.prompt.fill(scene)
  await makeDrafts('4 drafts')
  await expect(takes).toHaveCount(4, { timeout: pictureMs })
  await inspector.expectStatus('A draft')
  await expect(page.getByRole('button', { name: 'Open sentence 1: the picture is a draft' })).toBeVisible()
  await expect(panel.getByRole('button', { name: /^Choose, take \d of 4, draft/ })).toHaveCount(4)
  await expect(panel.getByText('Draft', { exact: true })).toHaveCount(5)
  await takes.nth(2).click()
  await expect(takes.nth(2)).toHaveAccessibleName(/^Choose, take 3 of 4, draft, chosen, seed \d+, picture 3 of 4$/)
  const seed = /seed (\d+)/.exec((await takes.nth(2).getAttribute('aria-label')) ?? '')?.[1] ?? ''
  await expect(panel.getByText(`${seed} · 2 of 4`, { exact: true })).toBeVisible()
  await expect(panel.getByText(`Made with ${seed}, picture 3 of 4`)).toBeVisible()
  await inspector.expectStatus('A draft')
  await panel.getByRole('button', { name: 'Make the final' }).click()
  await inspector.expectStatus('Up to date')
  await expect(takes).toHaveCount(5)
  await expect(takes.first()).toHaveAccessibleName(`Choose, take 1 of 5, chosen, seed ${seed}, picture 3`)
  await expect(panel.getByText(`Made with ${seed}, picture 3`)).toBeVisible()
  await makeDrafts('One draft')
  await expect(page.getByText('The draft lies beside the final', { exact: true })).toBeVisible({ timeout: pictureMs })
  await expect(takes).toHaveCount(6)
  await inspector.expectStatus('Up to date')
})

test('a final has the seed in the box, or that of the draft, and a new picture has a new one', async ({ page }) => {
  const { inspector } = await openFirst(page, 'Seeds of drafts')
  const { panel, takes, seed } = inspector
  const newest = async (count: number) => {
    await expect(takes).toHaveCount(count, { timeout: pictureMs })
    await inspector.expectStatus('Up to date')
    return (await takes.first().getAttribute('aria-label'))?.replace(/^.*, seed /, '')
  }
  await inspector.prompt.fill(scene)
  await panel.getByRole('button', { name: 'Make drafts' }).click()
  await page.getByRole('menuitem', { name: '2 drafts', exact: true }).click()
  await expect(takes).toHaveCount(2, { timeout: pictureMs })
  const drawn = /seed (\d+)/.exec((await takes.first().getAttribute('aria-label')) ?? '')?.[1]
  await takes.nth(1).click()
  await inspector.expectStatus('A draft')
  await seed.fill('5')
  await panel.getByRole('button', { name: 'Make the final' }).click()
  expect(await newest(3)).toBe('5')

  await takes.nth(2).click()
  await inspector.expectStatus('A draft')
  await panel.getByRole('button', { name: 'Use this seed again' }).click()
  await expect(seed).toHaveValue(drawn ?? '')
  await inspector.make.click()
  expect(await newest(4)).toBe(`${drawn}, picture 2`)

  await takes.nth(3).click()
  await inspector.expectStatus('A draft')
  await seed.fill('')
  await inspector.make.click()
  expect(await newest(5)).not.toContain(drawn)

  await takes.nth(4).click()
  await inspector.expectStatus('A draft')
  // Beside the list, R is the same as the button that makes the final.
  await page.getByRole('button', { name: 'Open sentence 1: the picture is a draft' }).focus()
  await page.keyboard.press('r')
  expect(await newest(6)).toBe(`${drawn}, picture 2`)
})

test('what cannot be made in one go is refused in words', async ({ request }) => {
  const { sentenceId } = await aSentenceWithPicture(request)
  const ask = async (data: object) =>
    await post<{ error: unknown }>(request, `/sentences/${sentenceId}/regenerate-image`, data)
  const final = await ask({ count: 2 })
  expect([final.status, final.body.error]).toEqual([
    400,
    expect.objectContaining({ fields: { count: 'Only drafts are made several at once: a final is one picture.' } }),
  ])
  expect((await ask({ quality: 'draft', count: 9 })).status).toBe(400)
  const made = await ask({ quality: 'draft', count: 2, seed: '7' })
  expect(made).toMatchObject({ status: 202, body: { message: 'They are being made.', seed: '7' } })
  const drafts = async () => (await listTakes(request, sentenceId)).filter(({ quality }) => quality === 'draft')
  await expect
    .poll(async () => (await drafts()).map(({ pictureIndex }) => pictureIndex), { timeout: pictureMs })
    .toEqual([0, 1])
  // The final is what would be made now, so it stays.
  expect((await drafts()).map(({ isCurrent }) => isCurrent)).toEqual([false, false])
})

type Place = { projectId: string; sentenceId: string }

async function aSentenceWithPicture(request: APIRequestContext): Promise<Place & { take: TakeRow }> {
  const project = await post<{ id: string }>(request, '/projects', { name: 'Takes' })
  const projectId = project.body.id
  const look = { width: 320, height: 192 }
  await request.patch(`/api/v1/projects/${projectId}`, { data: look })
  const section = await post<{ id: string }>(request, `/projects/${projectId}/sections`, { title: 'One' })
  const sentences = { sentences: [{ text: 'A pier', imagePrompt: 'a pier at dusk' }] }
  const made = await post<{ items: SentenceRow[] }>(request, `/sections/${section.body.id}/sentences`, sentences)
  const sentenceId = made.body.items[0]?.id ?? ''
  return { projectId, sentenceId, take: await makePicture(request, sentenceId) }
}

async function makePicture(request: APIRequestContext, sentenceId: string): Promise<TakeRow> {
  const before = (await readSentence(request, sentenceId)).currentTakeId
  const asked = await post<{ jobId: string }>(request, `/sentences/${sentenceId}/regenerate-image`)
  const state = async () => {
    const job: JobRow = await (await request.get(`/api/v1/jobs/${asked.body.jobId}`)).json()
    return job.error?.message ?? job.state
  }
  await expect.poll(state, { timeout: pictureMs }).toBe('completed')
  return await newestTake(request, sentenceId, before)
}

async function newestTake(request: APIRequestContext, sentenceId: string, before: string | null): Promise<TakeRow> {
  const newest = async () => (await listTakes(request, sentenceId))[0]
  await expect.poll(async () => (await newest())?.id ?? before, { timeout: pictureMs }).not.toBe(before)
  return (await newest())!
}

async function listTakes(request: APIRequestContext, sentenceId: string): Promise<TakeRow[]> {
  return (await (await request.get(`/api/v1/sentences/${sentenceId}/takes`)).json()).items
}

async function readSentence(request: APIRequestContext, sentenceId: string): Promise<SentenceRow> {
  return await (await request.get(`/api/v1/sentences/${sentenceId}`)).json()
}

async function shadowOf({ dataDir }: Instance, { projectId, sentenceId }: Place): Promise<Buffer | undefined> {
  const file = path.join(dataDir, 'projects', projectId, 'images', `${sentenceId}.png`)
  return await readFile(file).catch(() => undefined)
}

async function post<T = unknown>(
  request: APIRequestContext,
  to: string,
  data: unknown = {},
): Promise<{ status: number; body: T }> {
  const answer = await request.post(`/api/v1${to}`, { data })
  return { status: answer.status(), body: await answer.json() }
}
