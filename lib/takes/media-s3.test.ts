import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Media } from '#lib/runtime/media.ts'
import { s3Keys, useS3Server } from '#lib/testing/storage.ts'
import { createS3Media } from './media-s3.ts'

const s3 = useS3Server('pictures')
const place = { region: 'us-east-1', prefix: '' }

const text = (content: string) => new TextEncoder().encode(content)

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
    [
      'a bucket that is not there',
      () => createS3Media({ ...s3Keys, ...place, endpoint: s3.endpoint, bucket: 'nowhere' }),
      'there is no such bucket',
    ],
    [
      'a key it does not know',
      () => createS3Media({ ...s3Keys, secretAccessKey: 'wrong', ...place, endpoint: s3.endpoint, bucket: 'pictures' }),
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

  it('tries again a copy that begins well and fails half way', async () => {
    const answers = ['<Error><Code>InternalError</Code></Error>', '<CopyObjectResult/>']
    await withServer(
      async (_request, answer) => answer(200, answers.shift()),
      async (media) => await media.copy('projects/a.txt', 'projects/b.txt'),
    )
    expect(answers).toEqual([])
  })

  it.each<[string, (media: Media) => Promise<unknown>]>([
    ['a copy', (media) => media.copy('projects/a.txt', 'projects/b.txt')],
    ['a list', (media) => all(media.list('projects/'))],
    ['a put', (media) => media.put('projects/a.txt', text('x'))],
    ['a removal', (media) => media.remove('projects/a.txt')],
  ])('gives up on %s whose answer never ends', async (_name, work) => {
    await withServer(
      async (_request, answer) => answer(200, 'half', 8),
      async (media) => await expect(work(media)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true }),
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
  try {
    await work(createS3Media({ ...s3Keys, ...place, endpoint: `http://127.0.0.1:${port}`, bucket: 'b', limits }))
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
