import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseJson, stringifyJson } from '#lib/runtime/json.ts'
import type { Machine } from '../machine-state.ts'
import { maxUploadBytes } from './features.ts'

export type Call = {
  machine: Machine
  request: IncomingMessage
  response: ServerResponse
  url: URL
  params: Record<string, string>
}

export type Handler = (call: Call) => void | Promise<void>

/** Python raised where nobody caught it: what aiohttp answers then. */
export class ServerTrouble extends Error {
  constructor() {
    super('500 Internal Server Error')
    this.name = 'ServerTrouble'
  }
}

export class BodyTooLarge extends Error {
  constructor(bytes: number) {
    super(`Maximum request body size ${maxUploadBytes} exceeded, actual body size ${bytes}`)
    this.name = 'BodyTooLarge'
  }
}

export function sendJson({ response }: Pick<Call, 'response'>, body: unknown, status = 200): void {
  const bytes = Buffer.from(stringifyJson(body))
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length })
  response.end(bytes)
}

export function sendText({ response }: Pick<Call, 'response'>, text: string, status = 200): void {
  const bytes = Buffer.from(text)
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': bytes.length })
  response.end(bytes)
}

export function sendEmpty({ response }: Pick<Call, 'response'>, status = 200): void {
  response.writeHead(status, { 'Content-Length': 0 })
  response.end()
}

export async function readBytes({ request }: Pick<Call, 'request'>): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    // What is too much is read and thrown away, so that the sender gets to hear why.
    if (length <= maxUploadBytes) chunks.push(bytes)
  }
  if (length > maxUploadBytes) throw new BodyTooLarge(Math.max(length, declared))
  return Buffer.concat(chunks)
}

/** The body as JSON; ServerTrouble when it is none, which is what most routes of ComfyUI make of it. */
export async function readJson(call: Pick<Call, 'request'>): Promise<unknown> {
  const text = (await readBytes(call)).toString('utf8')
  try {
    return parseJson(text)
  } catch {
    throw new ServerTrouble()
  }
}
