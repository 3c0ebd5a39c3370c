import { fstatSync, openAsBlob } from 'node:fs'
import { readdir, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnv } from '#lib/runtime/env.ts'
import type { Media } from '#lib/runtime/media.ts'
import { s3Keys, useMedia, useS3Server } from '#lib/testing/storage.ts'
import { filesRootOf, openMedia } from './media.ts'
import { createFileMedia } from './media-file.ts'
import { createS3Media } from './media-s3.ts'
import { readS3Url } from './s3-place.ts'

const files = useMedia()
const s3 = useS3Server('pictures')
const s3Media = (prefix = 'studio/') =>
  createS3Media({ ...s3Keys, endpoint: s3.endpoint, region: 'us-east-1', bucket: 'pictures', prefix })

const text = (content: string) => new TextEncoder().encode(content)

describe.each<[string, () => Media]>([
  ['in a folder', () => files.media],
  ['in a bucket', () => s3Media()],
  ['at the top of a bucket', () => s3Media('')],
  ['under an odd name in a bucket', () => s3Media(readS3Url('s3://pictures/My%20films/%C3%A9').prefix)],
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

  it('holds no file open for those who have gone without a word', async () => {
    await files.media.put('projects/stream/b.bin', new Uint8Array(2_000_000))
    await files.media.put('projects/stream/small.bin', new Uint8Array(10))
    const open = async (key: string) => (await files.media.open(key))?.getReader()
    const [never, once, small] = [
      await open('projects/stream/b.bin'),
      await open('projects/stream/b.bin'),
      await open('projects/stream/small.bin'),
    ]
    expect((await once?.read())?.value?.byteLength).toBeGreaterThan(0)
    expect((await small?.read())?.value?.byteLength).toBe(10)
    await expect.poll(() => countOpen('projects/stream/b.bin')).toBe(0)
    await expect.poll(() => countOpen('projects/stream/small.bin')).toBe(0)
    expect(never).toBeDefined()
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

it('openMedia opens what the settings name', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  const placeOf = (STORAGE_URL?: string) => openMedia(readEnv({ DATA_DIR: '/srv/data', STORAGE_URL, ...keys })).place
  expect(placeOf()).toBe('/srv/data')
  expect(placeOf('file:///mnt/my%20pictures')).toBe('/mnt/my pictures')
  expect(placeOf('s3://bucket/a?region=eu-west-1')).toBe('bucket on s3.eu-west-1.amazonaws.com')
  expect(placeOf('s3://bucket/a?endpoint=http://127.0.0.1:9000/')).toBe('bucket on 127.0.0.1:9000')
})

it.each([
  ['data/', { DATA_DIR: './data' }],
  ['/srv/fw/', { DATA_DIR: '/srv/fw' }],
  ['', { DATA_DIR: '.' }],
  ['/mnt/my pictures/', { STORAGE_URL: 'file:///mnt/my%20pictures/' }],
  ['a b/c/', { STORAGE_URL: 's3://bucket/a%20b/c' }],
  ['', { STORAGE_URL: 's3://bucket' }],
])('other programs find files in %j', (root, given) => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  expect(filesRootOf(readEnv({ ...keys, ...given }))).toBe(root)
})

/** How often this process has the file open. */
async function countOpen(key: string): Promise<number> {
  const { ino } = await stat(path.join(files.dir, key))
  return (await readdir('/dev/fd')).filter((fd) => {
    try {
      return fstatSync(Number(fd)).ino === ino
    } catch {
      // The one that the folder was read by is closed by now.
      return false
    }
  }).length
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
