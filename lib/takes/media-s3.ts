import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { isAppError } from '#lib/runtime/errors.ts'
import type { Media, MediaContent } from '#lib/runtime/media.ts'
import { checkKey, checkPrefix, errorOfMissing } from './keys.ts'
import { errorOfS3Answer, errorOfS3Silence } from './s3-errors.ts'
import { readListing } from './s3-listing.ts'
import type { S3Place } from './s3-place.ts'

export type S3Options = S3Place & {
  accessKeyId: string
  secretAccessKey: string
  limits?: Partial<S3Limits>
}

type S3Limits = {
  /** Until an answer begins; what is sent has to arrive in this time too. */
  answerMs: number
  /** Between one part of a content and the next. */
  idleMs: number
  /** The wait after the first failure; it doubles. */
  retryMs: number
}

/** 60 MB at 1 MB a second; a stall that a person would call one; and what AWS asks its clients to begin with. */
const defaultLimits: S3Limits = { answerMs: 60_000, idleMs: 30_000, retryMs: 100 }
const maxTries = 4

type Asked = RequestInit & { method: string; address: string }

/** A copy keeps it, and unlike an ETag it means the same whatever the bucket encrypts with. */
const hashHeader = 'x-amz-meta-sha256'

/**
 * Media in an S3 bucket, addressed by path. S3 has no rename and needs none: an object that is put or copied appears whole,
 * in one step, in place of the one before. So the shadow of a picture is a copy made by the server, under its own key.
 */
export function createS3Media({ accessKeyId, secretAccessKey, limits: given, ...place }: S3Options): Media {
  const limits = { ...defaultLimits, ...given }
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region: place.region })
  const placeName = `${place.bucket} on ${new URL(place.endpoint).host}`
  const bucketUrl = `${place.endpoint}/${place.bucket}`
  const nameOf = (key: string): string => {
    checkKey(key)
    return `${place.prefix}${key}`
  }

  /** Tried again while it may pass. Undefined when there is no such object. What `use` reads has to come in time as well. */
  async function ask<T>(asked: Asked, use: (response: Response) => Promise<T>): Promise<T | undefined> {
    for (let tried = 1; ; tried++) {
      try {
        return await askOnce(asked, use)
      } catch (error) {
        if (tried >= maxTries || !isAppError(error) || !error.retryable) throw error
        await setTimeout(limits.retryMs * 2 ** (tried - 1) * (0.5 + Math.random()))
      }
    }
  }

  async function askOnce<T>(
    { address, ...init }: Asked,
    use: (response: Response) => Promise<T>,
  ): Promise<T | undefined> {
    const stop = new AbortController()
    const late = globalThis.setTimeout(() => stop.abort(new DOMException('No answer', 'TimeoutError')), limits.answerMs)
    try {
      const request = await client.sign(`${bucketUrl}${address}`, init)
      const response = await fetch(request, { signal: stop.signal })
      if (response.ok) return await use(response)
      const text = await response.text()
      if (response.status === 404 && !text.includes('NoSuchBucket')) return undefined
      throw errorOfS3Answer(place, response.status, text)
    } catch (error) {
      throw isAppError(error) ? error : errorOfS3Silence(place, error)
    } finally {
      clearTimeout(late)
    }
  }

  const pathOf = (key: string) => `/${encodePath(nameOf(key))}`
  const head = (key: string) => ask({ method: 'HEAD', address: pathOf(key) }, async ({ headers }) => headers)
  // Its content may take as long as it likes while it comes: `watch` sees to that.
  const get = (key: string, headers: Record<string, string> = {}) =>
    ask({ method: 'GET', address: pathOf(key), headers }, async (response) => response)

  return {
    place: placeName,
    async put(key, content) {
      const sha256 = await hashOf(content)
      const headers = { 'x-amz-content-sha256': sha256, [hashHeader]: sha256 }
      // Safe: what is put is never shared with another thread, which is all that the type asks for.
      const body = content as Uint8Array<ArrayBuffer> | Blob
      const answer = await ask({ method: 'PUT', address: pathOf(key), body, headers }, readText)
      if (answer === undefined) throw errorOfS3Answer(place, 404, '')
    },
    async read(key) {
      for (let tried = 1; ; tried++) {
        try {
          const response = await get(key)
          return response && Buffer.from(await new Response(watch(response, limits.idleMs)).arrayBuffer())
        } catch (error) {
          if (isAppError(error)) throw error
          // Cut off half way. What has come is of no use, the whole of it may come next time.
          if (tried >= maxTries) throw errorOfS3Silence(place, error)
        }
      }
    },
    async open(key, range) {
      const response = await get(key, range && { Range: `bytes=${range.first}-${range.last}` })
      return response && watch(response, limits.idleMs)
    },
    async stat(key) {
      const headers = await head(key)
      if (!headers) return undefined
      return {
        sizeBytes: Number(headers.get('content-length')),
        modifiedAt: new Date(headers.get('last-modified') ?? 0),
      }
    },
    async remove(key) {
      await ask({ method: 'DELETE', address: pathOf(key) }, readText)
    },
    async *list(prefix) {
      checkPrefix(prefix)
      let next: string | undefined
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix: `${place.prefix}${prefix}` })
        if (next) query.set('continuation-token', next)
        const listing = readListing((await ask({ method: 'GET', address: `?${query}` }, readText)) ?? '')
        for (const name of listing.names) yield name.slice(place.prefix.length)
        next = listing.next
      } while (next)
    },
    async copy(from, to) {
      const headers = { 'x-amz-copy-source': `/${place.bucket}${pathOf(from)}` }
      const answer = await ask({ method: 'PUT', address: pathOf(to), headers }, async (response) => {
        const text = await response.text()
        // A copy that fails half way has begun to answer with 200, and ends with an error.
        if (text.includes('<Error>')) throw errorOfS3Answer(place, 500, text)
        return text
      })
      if (answer === undefined) throw errorOfMissing(from, placeName)
    },
    async isCopy(from, to) {
      const [source, copied] = await Promise.all([head(from), head(to)])
      const marks = [source, copied].map((headers) => headers?.get(hashHeader) ?? headers?.get('etag'))
      return marks[0] !== undefined && marks[0] === marks[1]
    },
    // What was cut off on its way never became an object.
    async tidy() {},
  }
}

/** Whatever a prefix is made of; our own keys need none of it. */
function encodePath(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}

async function readText(response: Response): Promise<string> {
  return await response.text()
}

async function hashOf(content: MediaContent): Promise<string> {
  const hash = createHash('sha256')
  if (!(content instanceof Blob)) return hash.update(content).digest('hex')
  for await (const part of content.stream()) hash.update(part)
  return hash.digest('hex')
}

/** The content as it comes; it fails when nothing more does. */
function watch(response: Response, idleMs: number): ReadableStream<Uint8Array> {
  const reader = response.body?.getReader()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let isLate = false
      const late = globalThis.setTimeout(() => {
        isLate = true
        void reader?.cancel()
      }, idleMs)
      const part = await reader?.read()
      clearTimeout(late)
      if (isLate) controller.error(new DOMException('No bytes came', 'TimeoutError'))
      else if (!part || part.done) controller.close()
      else controller.enqueue(part.value)
    },
    cancel: (reason) => reader?.cancel(reason),
  })
}
