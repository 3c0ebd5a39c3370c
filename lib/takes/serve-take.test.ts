import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTurns } from '#lib/runtime/turns.ts'
import { silentLog, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aSentence, aTake } from '#lib/testing/takes.ts'
import { fileKeyOf, thumbKey } from './keys.ts'
import { type TakeRow, takeFileInput } from './model.ts'
import { serveTake } from './serve-take.ts'
import { createThumbnails } from './thumbnails.ts'

const studio = useStudio()
const storage = useMedia()
const thumbnails = createThumbnails({ decoding: createTurns(2), log: silentLog })
let take: TakeRow
let bytes: Buffer

beforeAll(async () => {
  const place = await aSentence(studio, 'Nova says: "the lighthouse/harbour" is — far – away from here, she thinks')
  take = (await aTake(studio.ctx, storage.media, place)).take
  bytes = (await storage.media.read(fileKeyOf(take))) ?? Buffer.alloc(0)
})

type Ask = { method?: string; headers?: Record<string, string>; w?: string; download?: string; id?: string }

async function ask({ method = 'GET', headers = {}, ...input }: Ask = {}, ctx = studio.as('viewer')): Promise<Response> {
  const parsed = takeFileInput.parse({ id: take.id, ...input })
  return await serveTake(
    ctx,
    { media: storage.media, thumbnails },
    { ...parsed, method, headers: new Headers(headers) },
  )
}

const contentOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('serveTake', () => {
  it('gives the file with what a browser needs to keep it for ever', async () => {
    const response = await ask()
    expect(response.status).toBe(200)
    expect(await contentOf(response)).toEqual(bytes)
    expect(Object.fromEntries(response.headers)).toEqual({
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-disposition': expect.stringMatching(
        /^inline; filename="Nova says the lighthouse harbour is far, 42.png"; filename\*=UTF-8''Nova%20says%20the/,
      ),
      'content-length': String(bytes.byteLength),
      'content-type': 'image/png',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    })
    expect((await ask({ download: '1' })).headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('says that nothing has changed to who has it', async () => {
    const etag = (await ask({ method: 'HEAD' })).headers.get('etag') ?? ''
    for (const seen of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await ask({ headers: { 'If-None-Match': seen } })
      expect([response.status, await response.text()]).toEqual([304, ''])
      expect(response.headers.get('etag')).toBe(etag)
    }
    expect((await ask({ headers: { 'If-None-Match': '"other"' } })).status).toBe(200)
  })

  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=10-', 10, -1],
    ['bytes=-7', -7, -1],
    ['bytes=5-99999999', 5, -1],
    ['bytes=-99999999', 0, -1],
  ])('gives the part %s', async (range, first, last) => {
    const size = bytes.byteLength
    const [from, to] = [first < 0 ? size + first : first, last < 0 ? size + last : last]
    const response = await ask({ headers: { Range: range } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to}/${size}`)
    expect(response.headers.get('content-length')).toBe(String(to - from + 1))
    expect(await contentOf(response)).toEqual(bytes.subarray(from, to + 1))
  })

  it.each(['bytes=9-2', 'bytes=a-b', 'bytes=-', 'lines=1-2', 'bytes=0-1,4-5'])(
    'gives the whole for what it does not understand: %s',
    async (range) => expect((await ask({ headers: { Range: range } })).status).toBe(200),
  )

  it.each(['bytes=99999999-', 'bytes=-0'])('has no part %s', async (range) => {
    const response = await ask({ headers: { Range: range } })
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${bytes.byteLength}`])
  })

  it('gives the whole when the part asked for is of something else', async () => {
    const etag = (await ask({ method: 'HEAD' })).headers.get('etag') ?? ''
    const part = (condition: string) => ask({ headers: { Range: 'bytes=0-1', 'If-Range': condition } })
    expect((await part(etag)).status).toBe(206)
    expect((await part('"other"')).status).toBe(200)
    expect((await part('Fri, 20 Nov 2026 00:00:00 GMT')).status).toBe(200)
  })

  it('answers HEAD as GET, without content', async () => {
    for (const w of [undefined, '320']) {
      const [head, get] = [await ask({ method: 'HEAD', ...(w ? { w } : {}) }), await ask(w ? { w } : {})]
      expect(await head.text()).toBe('')
      expect([...head.headers]).toEqual([...get.headers])
    }
  })

  it.each([320, 640, 1280])('makes a small picture %i wide, once', async (width) => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask({ w: String(width) })))
    const small = await Promise.all(answers.map(contentOf))
    for (const each of small) expect(each).toEqual(small[0])
    const { format, width: made } = await sharp(small[0]).metadata()
    expect([format, made]).toEqual(['webp', Math.min(width, take.width)])
    expect(await storage.media.read(thumbKey(take, width))).toEqual(small[0])
    expect(answers[0]?.headers.get('etag')).toMatch(new RegExp(`-${width}"$`))
    expect(answers[0]?.headers.get('content-type')).toBe('image/webp')
  })

  it('shows a small picture that cannot be kept', async () => {
    const other = (await aTake(studio.ctx, storage.media, await aSentence(studio))).take
    const put = () => Promise.reject(new Error('The disk is full.'))
    const small = await thumbnails({ media: { ...storage.media, put }, take: other, width: 320 })
    expect((await sharp(small).metadata()).width).toBe(320)
    expect(await storage.media.stat(thumbKey(other, 320))).toBeUndefined()
  })

  it.each(['0', '0x140', ' 320', '321', '99999', 'x', '320.5'])('refuses the width %s', async (w) => {
    expect(takeFileInput.safeParse({ id: take.id, w }).success).toBe(false)
  })

  it('shows it to nobody who may not see the project', async () => {
    await expect(ask({}, studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ask({ w: '320' }, studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('says so when the file has been taken away', async () => {
    const other = (await aTake(studio.ctx, storage.media, await aSentence(studio))).take
    const file = path.join(storage.dir, fileKeyOf(other))
    await mkdir(path.join(storage.dir, 'elsewhere'), { recursive: true })
    await rename(file, path.join(storage.dir, 'elsewhere/a.png'))
    for (const w of [undefined, '320']) {
      await expect(ask({ id: other.id, ...(w ? { w } : {}) })).rejects.toMatchObject({ code: 'OUTPUT_FILE_NOT_FOUND' })
    }
  })
})
