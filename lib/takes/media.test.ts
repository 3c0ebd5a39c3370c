import { openAsBlob } from 'node:fs'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnv } from '#lib/runtime/env.ts'
import type { Media } from '#lib/runtime/media.ts'
import { s3Keys, useMedia, useS3Server } from '#lib/testing/storage.ts'
import { openMedia } from './media.ts'
import { createFileMedia } from './media-file.ts'
import { createS3Media } from './media-s3.ts'

const files = useMedia()
const s3 = useS3Server('pictures')
const s3Media = (prefix = 'studio/', bucket = 'pictures') =>
  createS3Media({ ...s3Keys, endpoint: s3.endpoint, region: 'us-east-1', bucket, prefix, limits: { retryMs: 1 } })

const text = (content: string) => new TextEncoder().encode(content)

describe.each<[string, () => Media]>([
  ['in a folder', () => files.media],
  ['in a bucket', () => s3Media()],
  ['at the top of a bucket', () => s3Media('')],
])('media %s', (_, open) => {
  it('gives back what was put, whole and in parts', async () => {
    const media = open()
    const content = crypto.getRandomValues(new Uint8Array(60_000))
    await media.put('projects/a/one.bin', content)
    expect(await media.read('projects/a/one.bin')).toEqual(Buffer.from(content))
    expect(await drain(await media.open('projects/a/one.bin'))).toEqual(Buffer.from(content))
    const part = await media.open('projects/a/one.bin', { first: 100, last: 40_000 })
    expect(await drain(part)).toEqual(Buffer.from(content.subarray(100, 40_001)))
    expect(await media.stat('projects/a/one.bin')).toEqual({ sizeBytes: 60_000, modifiedAt: expect.any(Date) })
  })

  it('replaces what was there', async () => {
    const media = open()
    await media.put('projects/a/two.txt', text('before, and longer'))
    await media.put('projects/a/two.txt', text('after'))
    expect(String(await media.read('projects/a/two.txt'))).toBe('after')
  })

  it('takes what is empty, and files that are not read as a whole', async () => {
    const media = open()
    await media.put('projects/a/none.txt', new Uint8Array())
    expect(await drain(await media.open('projects/a/none.txt'))).toEqual(Buffer.alloc(0))
    const file = path.join(files.dir, 'large')
    const content = crypto.getRandomValues(new Uint8Array(65_536))
    await writeFile(file, content)
    await media.put('projects/a/large.bin', await openAsBlob(file))
    expect(await media.read('projects/a/large.bin')).toEqual(Buffer.from(content))
  })

  it('says that nothing is there, and does not mind removing it', async () => {
    const media = open()
    expect(await media.read('projects/a/nothing.txt')).toBeUndefined()
    expect(await media.open('projects/a/nothing.txt')).toBeUndefined()
    expect(await media.stat('projects/a/nothing.txt')).toBeUndefined()
    await media.remove('projects/a/nothing.txt')
    await media.put('projects/a/gone.txt', text('x'))
    await media.remove('projects/a/gone.txt')
    expect(await media.read('projects/a/gone.txt')).toBeUndefined()
    await expect(media.copy('projects/a/nothing.txt', 'projects/a/copy.txt')).rejects.toMatchObject({
      code: 'OUTPUT_FILE_NOT_FOUND',
    })
    expect(await media.read('projects/a/copy.txt')).toBeUndefined()
  })

  it('lists what is below a folder, and no neighbour of a similar name', async () => {
    const media = open()
    expect(await all(media.list('projects/empty/'))).toEqual([])
    for (const key of ['list/a.txt', 'list/deep/er/b.txt', 'list-2/c.txt', 'listless.txt']) {
      await media.put(`projects/${key}`, text(key))
    }
    expect((await all(media.list('projects/list/'))).sort()).toEqual([
      'projects/list/a.txt',
      'projects/list/deep/er/b.txt',
    ])
  })

  it('knows its copies from what has changed since', async () => {
    const media = open()
    const [one, two, to] = ['projects/c/one.txt', 'projects/c/two.txt', 'projects/c/to.txt']
    await media.put(one, text('1'))
    await media.put(two, text('2'))
    expect(await media.isCopy(one, to)).toBe(false)
    await media.copy(one, to)
    expect(String(await media.read(to))).toBe('1')
    expect(await media.isCopy(one, to)).toBe(true)
    await media.copy(two, to)
    expect(await media.isCopy(two, to)).toBe(true)
    await media.put(to, text('something else'))
    expect(await media.isCopy(two, to)).toBe(false)
  })

  it.each(['', '../a', 'a/../b', '/a', 'a//b', 'a/', '.a', 'a/.b', 'a\\b', 'a b', 'a\0b', 'ä'])(
    'refuses the key %j',
    async (key) => {
      const media = open()
      await expect((async () => media.put(key, text('x')))()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      await expect((async () => media.read(key))()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
      await expect(all(media.list(`${key}/`))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    },
  )
})

describe('media in a folder', () => {
  it('leaves nothing behind, and tidies what was cut off', async () => {
    await files.media.put('projects/tidy/a.txt', text('a'))
    const folder = path.join(files.dir, 'projects/tidy')
    const [old, fresh] = [path.join(folder, '.b.txt.0123.part'), path.join(folder, '.c.txt.0123.part')]
    for (const file of [old, fresh]) await writeFile(file, 'half')
    await utimes(old, new Date(0), new Date(0))
    expect(await all(files.media.list('projects/tidy/'))).toEqual(['projects/tidy/a.txt'])
    await files.media.tidy(new Date(Date.now() - 60_000))
    expect((await readdir(folder)).sort()).toEqual(['.c.txt.0123.part', 'a.txt'])
  })

  it('copies in earnest: writing into the copy does not change the original', async () => {
    await files.media.put('projects/copy/take.txt', text('take'))
    await files.media.copy('projects/copy/take.txt', 'projects/copy/shadow.txt')
    await writeFile(path.join(files.dir, 'projects/copy/shadow.txt'), 'scribble')
    expect(String(await files.media.read('projects/copy/take.txt'))).toBe('take')
  })

  it('ends a stream that nobody reads to its end', async () => {
    await files.media.put('projects/stream/a.bin', new Uint8Array(2_000_000))
    const reader = (await files.media.open('projects/stream/a.bin'))?.getReader()
    await reader?.read()
    await reader?.cancel()
    await files.media.remove('projects/stream/a.bin')
  })

  it('says why nothing can be saved', async () => {
    await writeFile(path.join(files.dir, 'a-file'), '')
    const media = createFileMedia(path.join(files.dir, 'a-file'))
    await expect(media.put('projects/a.txt', text('x'))).rejects.toMatchObject({
      code: 'DISK_NOT_WRITABLE',
      message: expect.stringContaining('a part of the path is a file'),
    })
  })
})

describe('media in a bucket', () => {
  it('lists more than fits one answer', async () => {
    const asked: string[] = []
    await withServer(
      async (_body, answer, url) => {
        asked.push(url)
        const more = '<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b+=&#x2F;</NextContinuationToken>'
        const name = asked.length === 1 ? 'one' : 'two'
        answer(
          200,
          `<List><Contents><Key>projects/${name}.txt</Key></Contents>${asked.length === 1 ? more : ''}</List>`,
        )
      },
      async (media) => expect(await all(media.list('projects/'))).toEqual(['projects/one.txt', 'projects/two.txt']),
    )
    expect(new URL(asked[1] ?? '', 'http://x').searchParams.get('continuation-token')).toBe('a&b+=/')
  })

  it.each([
    ['a bucket that is not there', () => s3Media('', 'nowhere'), 'there is no such bucket'],
    [
      'a key it does not know',
      () =>
        createS3Media({
          ...s3Keys,
          secretAccessKey: 'wrong',
          endpoint: s3.endpoint,
          region: 'us-east-1',
          bucket: 'pictures',
          prefix: '',
        }),
      'it refuses our access key',
    ],
  ])('says so of %s', async (__, open, reason) => {
    await expect(open().put('projects/a.txt', text('x'))).rejects.toMatchObject({
      code: 'DISK_NOT_WRITABLE',
      retryable: false,
      message: expect.stringContaining(reason),
    })
  })

  it('tries again what may pass, with the whole content', async () => {
    const bodies: string[] = []
    await withServer(
      async (request, answer) => {
        bodies.push(String(await request))
        answer(bodies.length < 3 ? 503 : 200)
      },
      async (media) => await media.put('projects/a.txt', text('content')),
    )
    expect(bodies).toEqual(['content', 'content', 'content'])
  })

  it.each([
    [503, 'UNAVAILABLE', true],
    [507, 'DISK_FULL', false],
    [400, 'DISK_NOT_WRITABLE', false],
  ])('tells status %i as %s', async (status, code, retryable) => {
    await withServer(
      async (_request, answer) => answer(status),
      async (media) => {
        await expect(media.put('projects/a.txt', text('x'))).rejects.toMatchObject({ code, retryable })
      },
    )
  })

  it('gives up on a server that does not answer', async () => {
    await withServer(
      async () => {},
      async (media) => {
        await expect(media.stat('projects/a.txt')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true })
      },
    )
  })

  it('does not take a content that stalls for one that has ended', async () => {
    await withServer(
      async (_request, answer) => answer(200, 'half', 8),
      async (media) => {
        const stream = await media.open('projects/a.txt')
        await expect(drain(stream)).rejects.toThrow('No bytes came')
        await expect(media.read('projects/a.txt')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      },
    )
  })
})

it('openMedia opens what the settings name', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  const placeOf = (STORAGE_URL?: string) => openMedia(readEnv({ DATA_DIR: '/srv/data', STORAGE_URL, ...keys })).place
  expect(placeOf()).toBe('/srv/data')
  expect(placeOf('file:///mnt/my%20pictures')).toBe('/mnt/my pictures')
  expect(placeOf('s3://bucket/a?region=eu-west-1')).toBe('bucket on s3.eu-west-1.amazonaws.com')
  expect(placeOf('s3://bucket/a?endpoint=http://127.0.0.1:9000/')).toBe('bucket on 127.0.0.1:9000')
})

/** With a length other than its own, the content stays unfinished. */
type Answer = (status: number, content?: string, length?: number) => void

/** An S3 server that answers what the test says, or nothing. */
async function withServer(
  handle: (body: Promise<Buffer>, answer: Answer, url: string) => Promise<void>,
  work: (media: Media) => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => {
    const answer: Answer = (status, content = '', length = content.length) => {
      response.writeHead(status, { 'Content-Length': length }).write(content)
      if (length === content.length) response.end()
    }
    void handle(drain(request), answer, request.url ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Safe: a server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  const limits = { answerMs: 300, idleMs: 100, retryMs: 1 }
  const place = { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', bucket: 'b', prefix: '' }
  try {
    await work(createS3Media({ ...s3Keys, ...place, limits }))
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

async function all(keys: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = []
  for await (const key of keys) list.push(key)
  return list
}

async function drain(stream: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of stream ?? []) parts.push(part)
  return Buffer.concat(parts)
}
