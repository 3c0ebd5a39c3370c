import { AppError, isAppError } from '#lib/runtime/errors.ts'
import { type JsonValue, parseJson, stringifyJson } from '#lib/runtime/json.ts'
import { exchange } from './exchange.ts'
import type { ComfyLimits } from './limits.ts'
import type { ComfyServer } from './server.ts'
import { errorOfAbort, errorOfNoAnswer, errorOfStatus, errorOfStrangeAnswer } from './unavailable.ts'

export type Call = {
  path: string
  method?: 'GET' | 'POST'
  /** Sent as JSON, with every integer exact. */
  json?: unknown
  form?: FormData
  deadlineMs: number
  signal?: AbortSignal | undefined
}

/** An answer of any status. The body is undefined when it is not JSON. */
export type Answer = { status: number; body: JsonValue | undefined }

/** What the client needs to call its server; made once. */
export type Caller = { server: ComfyServer; limits: ComfyLimits }

/** One call with a deadline that covers the body too. Throws COMFY_UNAVAILABLE, or CANCELLED when the signal says so. */
export async function call(caller: Caller, request: Call): Promise<Answer> {
  const { server, limits } = caller
  const { path, method = 'GET', json, form, deadlineMs, signal } = request
  if (form) {
    return send(caller, request, async (response) => ({
      status: response.status,
      body: await readBody(caller, request, response),
    }))
  }
  try {
    const { status, text } = await exchange({
      url: `${server.url}${path}`,
      method,
      headers: { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...server.headers },
      body: json === undefined ? undefined : stringifyJson(json),
      maxBytes: limits.answerBytes,
      deadlineMs,
      signal,
    })
    if (text === 'too large') throw errorOfStrangeAnswer(server, path)
    return { status, body: parseIfJson(text) }
  } catch (error) {
    if (isAppError(error)) throw error
    if (signal?.aborted) throw errorOfAbort(error)
    throw errorOfNoAnswer(server, error, deadlineMs)
  }
}

/** A call that must succeed. */
export async function callOk(caller: Caller, request: Call): Promise<JsonValue | undefined> {
  const { status, body } = await call(caller, request)
  if (status < 200 || status > 299) throw errorOfStatus(caller.server, status, request.path)
  return body
}

/**
 * A name as one part of an address. Refuses what would ask for another address altogether: a part of dots is taken out on
 * the way, and half of a character has no address.
 */
export function pathPart(name: string): string {
  if (!/^\.{0,2}$/.test(name) && name.isWellFormed()) return encodeURIComponent(name)
  throw new AppError({
    code: 'INVALID_INPUT',
    message: `ComfyUI cannot be asked for something called "${name.toWellFormed()}".`,
    suggestion: 'Give the whole name or id.',
  })
}

/** Does the sending and the naming of what goes wrong; `read` takes the response while the deadline still runs. */
export async function send<T>(
  { server }: Caller,
  request: Call,
  read: (response: Response, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { path, method = 'GET', json, form, deadlineMs, signal } = request
  const deadline = AbortSignal.timeout(Math.ceil(deadlineMs))
  const either = signal ? AbortSignal.any([deadline, signal]) : deadline
  try {
    const response = await fetch(`${server.url}${path}`, {
      method,
      // Following one would turn a POST into a GET, and a page to sign in into an answer.
      redirect: 'manual',
      headers: { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...server.headers },
      signal: either,
      ...(json === undefined ? {} : { body: stringifyJson(json) }),
      ...(form === undefined ? {} : { body: form }),
    })
    return await read(response, either)
  } catch (error) {
    if (isAppError(error)) throw error
    if (signal?.aborted) throw errorOfAbort(error)
    throw errorOfNoAnswer(server, deadline.aborted ? deadline.reason : error, deadlineMs)
  }
}

/** At most so many bytes of a response; more, or a body that stops halfway, throws. */
export async function readBytes(
  response: Response,
  maxBytes: number,
  onChunk: (received: number) => void = () => {},
): Promise<Uint8Array | 'too large'> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN)
  if (announced > maxBytes) {
    await response.body?.cancel()
    return 'too large'
  }
  const chunks: Uint8Array[] = []
  let received = 0
  for await (const chunk of response.body ?? []) {
    received += chunk.byteLength
    if (received > maxBytes) return 'too large'
    chunks.push(chunk)
    onChunk(received)
  }
  return Buffer.concat(chunks, received)
}

async function readBody({ server, limits }: Caller, { path }: Call, response: Response) {
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  // The quick way when the length is known to be small; a length that lies is caught by fetch itself. Of a packed answer
  // it is the packed length, and a thousand times as much can come out.
  const isSmall = length < 65_536 && !response.headers.has('content-encoding')
  const text = isSmall ? await response.text() : await readText(response, limits.answerBytes)
  if (text === undefined) throw errorOfStrangeAnswer(server, path)
  return parseIfJson(text)
}

function parseIfJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const bytes = await readBytes(response, maxBytes)
  return bytes === 'too large' ? undefined : new TextDecoder().decode(bytes)
}
