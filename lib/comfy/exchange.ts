import { request as askHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { request as askHttps, Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createUnzip } from 'node:zlib'

export type Exchange = {
  url: string
  method: 'GET' | 'POST'
  headers: Readonly<Record<string, string>>
  body: string | undefined
  maxBytes: number
  deadlineMs: number
  signal: AbortSignal | undefined
}

export type Exchanged = { status: number; text: string | 'too large' }

/** Small questions come by the dozen, and a connection of their own each would cost more than the answer. */
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

/**
 * One small question and its whole answer. Half the time of `fetch`, which counts where a GPU waits. No redirect is followed, and
 * nothing packed is asked for. A deadline that passes is a TimeoutError, as with `fetch`.
 */
export function exchange(asked: Exchange): Promise<Exchanged> {
  const { url, method, headers, body, maxBytes, deadlineMs, signal } = asked
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const isSecure = url.startsWith('https:')
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const options = { method, agent: isSecure ? agents.https : agents.http, headers: { ...headers, ...length } }
    const request = (isSecure ? askHttps : askHttp)(url, options)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      settle()
    }
    const fail = (error: unknown) => end(() => reject(error))
    const giveUp = () => {
      fail(signal?.reason)
      request.destroy()
    }
    const timer = setTimeout(() => {
      fail(new DOMException('The deadline has passed.', 'TimeoutError'))
      request.destroy()
    }, deadlineMs)
    signal?.addEventListener('abort', giveUp, { once: true })
    request.on('error', fail)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let received = 0
      const answer = unpack(response)
      response.on('error', fail)
      answer.on('error', fail)
      response.on('aborted', () => fail(Object.assign(new Error('The answer was cut off.'), { code: 'ECONNRESET' })))
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        received += chunk.length
        if (received <= maxBytes) return
        end(() => resolve({ status: response.statusCode ?? 0, text: 'too large' }))
        request.destroy()
      })
      answer.on('end', () =>
        end(() => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') })),
      )
    })
    request.end(body)
  })
}

/** Something in between may pack what nobody asked it to pack. */
function unpack(response: IncomingMessage): Readable {
  switch (response.headers['content-encoding']) {
    case undefined:
    case 'identity':
      return response
    case 'br':
      return response.pipe(createBrotliDecompress())
    default:
      return response.pipe(createUnzip())
  }
}
