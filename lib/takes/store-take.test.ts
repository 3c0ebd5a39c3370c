import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '#lib/live/catalogue.ts'
import { listen } from '#lib/live/listen.ts'
import { transact } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Media } from '#lib/runtime/media.ts'
import { silentLog, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aClip, aJob, aPng, aSentence, aTake, testSize } from '#lib/testing/takes.ts'
import { fileKeyOf, takeKey } from './keys.ts'
import { insertTakes, type NewTake, prepareTake, takeIdOf } from './store-take.ts'
import { chooseTake, deleteTake, lockTake } from './take-commands.ts'

const studio = useStudio()
const storage = useMedia()
const sentenceOf = (id: string) => studio.ctx.db.sentence.findUniqueOrThrow({ where: { id } })

describe('prepareTake', () => {
  async function prepare(given: Partial<NewTake>, kind: 'image' | 'video' = 'image', media = storage.media) {
    const job = await aJob(studio.ctx, { ...(await aSentence(studio)), kind })
    const file = { bytes: await aPng('red'), mimeType: 'image/png' }
    return await prepareTake(media, { job, output: 0, file, size: testSize, graph: '{}', made: {}, ...given })
  }

  it('keeps a PNG of ComfyUI as it is, with what is written in it', async () => {
    const bytes = await sharp(await aPng('red'))
      .withExif({ IFD0: { ImageDescription: 'graph' } })
      .png()
      .toBuffer()
    const { data } = await prepare({ file: { bytes, mimeType: 'image/png' } })
    expect(await storage.media.read(fileKeyOf(data))).toEqual(bytes)
    expect(data).toMatchObject({ mediaType: 'image/png', ...testSize, sizeBytes: bytes.byteLength })
  })

  it.each(['jpeg', 'webp', 'gif'] as const)('makes a PNG of a %s', async (format) => {
    const bytes = await sharp(await aPng('red'))
      .toFormat(format)
      .toBuffer()
    const { data } = await prepare({ file: { bytes, mimeType: `image/${format}` } })
    expect(fileKeyOf(data)).toMatch(/\.png$/)
    expect(await sharp(await storage.media.read(fileKeyOf(data))).metadata()).toMatchObject({
      format: 'png',
      ...testSize,
    })
  })

  it('keeps a clip as it came', async () => {
    const { data } = await prepare({ file: aClip }, 'video')
    expect(fileKeyOf(data)).toMatch(/\.mp4$/)
    expect(String(await storage.media.read(fileKeyOf(data)))).toBe('....ftypmp42')
  })

  it.each<[string, Partial<NewTake>, { code: string; retryable: boolean; message: RegExp }]>([
    [
      'another size',
      { size: { width: 1920, height: 1080 } },
      { code: 'NO_OUTPUT', retryable: false, message: /1920 × 1080.*400 × 224/ },
    ],
    ['a clip for a picture', { file: aClip }, { code: 'NO_OUTPUT', retryable: false, message: /video\/mp4/ }],
    [
      'a damaged one',
      { file: { bytes: new Uint8Array(99), mimeType: 'image/webp' } },
      { code: 'OUTPUT_FILE_NOT_FOUND', retryable: true, message: /damaged/ },
    ],
  ])('refuses %s', async (_, given, error) => {
    const { message, ...rest } = error
    await expect(prepare(given)).rejects.toMatchObject({ ...rest, message: expect.stringMatching(message) })
  })

  it.each([0, 1])('leaves no record without its file when the disk is full after %i files', async (room) => {
    const written: string[] = []
    const full: Media = {
      ...storage.media,
      async put(key) {
        if (written.length === room) throw new AppError({ code: 'DISK_FULL', message: 'Full.' })
        written.push(key)
      },
    }
    await expect(prepare({}, 'image', full)).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(written).toEqual(room === 0 ? [] : [expect.stringMatching(/\.png$/)])
  })

  it('writes the recipe and the graph beside it, with every digit of a seed', async () => {
    const graph = '{"3":{"inputs":{"seed":18446744073709551615}}}'
    const { data } = await prepare({ graph, made: { gpu: 'a big one' } })
    const text = String(await storage.media.read(takeKey(data, 'json')))
    expect(text).toContain('"seed":18446744073709551615')
    expect(JSON.parse(text)).toMatchObject({
      ...{ id: data.id, seed: '42', made: { gpu: 'a big one' }, recipe: { scene: 'a pier' } },
      contentHash: data.contentHash,
    })
  })
})

it.each([
  [null, null],
  ['7', '42'],
])('a take keeps the seed when its graph has a use for one: %s', async (bound, kept) => {
  const place = await aSentence(studio)
  const made = { bound: { parameters: { seed: bound } } }
  expect((await aTake(studio.ctx, storage.media, { ...place, made })).take.seed).toBe(kept)
})

describe('takeIdOf', () => {
  const base = { jobId: newId(), output: 0, contentHash: 'a'.repeat(64) }

  it('is the same for the same file of the same job, and no other', () => {
    expect(takeIdOf(base)).toBe(takeIdOf({ ...base }))
    const others = [{ jobId: newId() }, { output: 1 }, { contentHash: 'b'.repeat(64) }]
    for (const other of others) expect(takeIdOf({ ...base, ...other })).not.toBe(takeIdOf(base))
  })

  it('is an id that begins with the time of the job', () => {
    expect(takeIdOf(base)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(takeIdOf(base).slice(0, 13)).toBe(base.jobId.slice(0, 13))
  })
})

describe('insertTakes', () => {
  it('makes it what the sentence shows, and tells of it', async () => {
    const place = await aSentence(studio)
    await studio.ctx.db.sentence.update({ where: { id: place.sentenceId }, data: { redoImage: true, redoVideo: true } })
    const before = await sentenceOf(place.sentenceId)
    const heard: LiveEvent[] = []
    const listener = await listen({
      ...{ databaseUrl: studio.database.url, log: silentLog, onGap() {}, onWatched() {} },
      onEvent: (event) => heard.push(event),
    })
    const { take, isChosen, job } = await aTake(studio.ctx, storage.media, place)
    await expect.poll(() => heard.length).toBe(2)
    await listener.stop()
    expect(isChosen).toBe(true)
    expect(take).toMatchObject({ ...place, jobId: job.id, seed: '42', isCurrent: true, deleted: false, ...testSize })
    const after = await sentenceOf(place.sentenceId)
    expect(after).toMatchObject({ currentTakeId: take.id, redoImage: false, redoVideo: true })
    expect(after.version).toBeGreaterThan(before.version)
    expect(heard).toEqual([
      { type: 'take.created', id: take.id, jobId: job.id, kind: 'image', ...place },
      { type: 'sentence.updated', projectId: place.projectId, id: place.sentenceId, version: after.version },
    ])
  })

  it('makes nothing twice, however often it is repeated', async () => {
    const place = await aSentence(studio)
    const job = await aJob(studio.ctx, place)
    const first = await aTake(studio.ctx, storage.media, { ...place, job })
    const again = await aTake(studio.ctx, storage.media, { ...place, job })
    expect(again.take).toEqual(first.take)
    expect(await studio.ctx.db.take.count({ where: place })).toBe(1)
    expect((await sentenceOf(place.sentenceId)).currentTakeId).toBe(first.take.id)
  })

  it('never writes over a take, when the same job is made again with other bytes', async () => {
    const place = await aSentence(studio)
    const job = await aJob(studio.ctx, place)
    const { take } = await aTake(studio.ctx, storage.media, { ...place, job })
    const before = await storage.media.read(fileKeyOf(take))
    const file = { bytes: await aPng('black'), mimeType: 'image/png' }
    await prepareTake(storage.media, { job, output: 0, file, size: testSize, graph: '{}', made: {} })
    expect(await storage.media.read(fileKeyOf(take))).toEqual(before)
  })

  it.each<[string, (takes: { old: string; current: string; sentenceId: string }) => Promise<unknown>]>([
    ['another was chosen', ({ old }) => chooseTake(studio.ctx, { id: old })],
    ['the current one was locked', ({ current }) => lockTake(studio.ctx, { id: current, value: true })],
    [
      'the sentence was locked',
      ({ sentenceId: id }) => studio.ctx.db.sentence.update({ where: { id }, data: { locked: true } }),
    ],
  ])('is kept beside the current one when %s meanwhile', async (_, meddle) => {
    const place = await aSentence(studio)
    const old = await aTake(studio.ctx, storage.media, { ...place, color: 'red' })
    const current = await aTake(studio.ctx, storage.media, { ...place, color: 'green' })
    const job = await aJob(studio.ctx, place)
    await meddle({ old: old.take.id, current: current.take.id, sentenceId: place.sentenceId })
    const { currentTakeId } = await sentenceOf(place.sentenceId)
    const { take, isChosen } = await aTake(studio.ctx, storage.media, { ...place, job, color: 'blue' })
    expect([isChosen, take.isCurrent]).toEqual([false, false])
    expect((await sentenceOf(place.sentenceId)).currentTakeId).toBe(currentTakeId)
  })

  it('takes the place of what a deletion has left there', async () => {
    const place = await aSentence(studio)
    await aTake(studio.ctx, storage.media, { ...place, color: 'red' })
    const bad = await aTake(studio.ctx, storage.media, { ...place, color: 'green' })
    const job = await aJob(studio.ctx, place)
    await deleteTake(studio.ctx, { id: bad.take.id })
    expect((await aTake(studio.ctx, storage.media, { ...place, job, color: 'blue' })).isChosen).toBe(true)
  })

  it('keeps pictures and clips apart, and knows what a clip was made from', async () => {
    const place = await aSentence(studio)
    const picture = await aTake(studio.ctx, storage.media, place)
    const sourceTakeId = picture.take.id
    const clip = await aTake(studio.ctx, storage.media, { ...place, kind: 'video', sourceTakeId })
    expect(await sentenceOf(place.sentenceId)).toMatchObject({
      currentTakeId: sourceTakeId,
      currentClipId: clip.take.id,
    })
    expect(await studio.ctx.db.takeParent.findMany({ where: { takeId: clip.take.id } })).toMatchObject([
      { parentId: sourceTakeId },
    ])
  })

  it('leaves nothing in the tables when its transaction is lost', async () => {
    const place = await aSentence(studio)
    const job = await aJob(studio.ctx, place)
    const file = { bytes: await aPng('red'), mimeType: 'image/png' }
    const prepared = await prepareTake(storage.media, { job, output: 0, file, size: testSize, graph: '{}', made: {} })
    const lost = transact(studio.ctx, async (tx) => {
      await insertTakes(tx, [prepared])
      throw new Error('lost')
    })
    await expect(lost).rejects.toThrow('lost')
    expect(await studio.ctx.db.take.count({ where: place })).toBe(0)
    expect((await sentenceOf(place.sentenceId)).currentTakeId).toBeNull()
  })
})
