import { AppError, isAppError } from '#lib/runtime/errors.ts'
import { type JsonValue, parseJson, stringifyJson } from '#lib/runtime/json.ts'
import { type Exchanged, exchange } from './exchange.ts'
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
  const { status, text } = request.form ? await submitForm(caller, request) : await askPlainly(caller, request)
  if (text === 'too large') throw errorOfStrangeAnswer(caller.server, request.path)
  return { status, body: parseIfJson(text) }
}

function askPlainly({ server, limits }: Caller, request: Call): Promise<Exchanged> {
  const { path, method = 'GET', json, deadlineMs, signal } = request
  return named(server, request, () =>
    exchange({
      url: `${server.url}${path}`,
      method,
      headers: { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...server.headers },
      body: json === undefined ? undefined : stringifyJson(json),
      maxBytes: limits.answerBytes,
      deadlineMs,
      signal,
    }),
  )
}

function submitForm(caller: Caller, request: Call): Promise<Exchanged> {
  return send(caller, request, async (response) => {
    const bytes = await readBytes(response, caller.limits.answerBytes)
    return { status: response.status, text: bytes === 'too large' ? bytes : new TextDecoder().decode(bytes) }
  })
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

/** For forms and files, which come and go in pieces; `read` takes the response while the deadline still runs. */
export async function send<T>({ server }: Caller, request: Call, read: (response: Response) => Promise<T>): Promise<T> {
  const { path, method = 'GET', form, deadlineMs, signal } = request
  const deadline = AbortSignal.timeout(Math.ceil(deadlineMs))
  const exchangeAll = async () => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      // Following one would turn a POST into a GET, and a page to sign in into an answer.
      redirect: 'manual',
      headers: server.headers,
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
      ...(form === undefined ? {} : { body: form }),
    })
    return await read(response)
  }
  return await named(server, request, () =>
    exchangeAll().catch((error) => {
      // A body that is cut off by the deadline does not always say so itself.
      throw deadline.aborted && !isAppError(error) ? deadline.reason : error
    }),
  )
}

/** Names what goes wrong on the way: given up by the caller, late, or no answer at all. */
async function named<T>(server: ComfyServer, { deadlineMs, signal }: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isAppError(error)) throw error
    if (signal?.aborted) throw errorOfAbort(error)
    throw errorOfNoAnswer(server, error, deadlineMs)
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

function parseIfJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
