import 'server-only'
import type { z } from 'zod'
import { parseInput } from './action.ts'
import { errorAnswer, json } from './answers.ts'
import { type RequestCtx, requestContext } from './context.ts'
import { readBytes, refuseBody } from './read-body.ts'
import { refuseUnknownKeys } from './refuse-unknown-keys.ts'
import type { RouteParams } from './route.ts'

type WriteOptions = {
  status?: number
  /** A body that is a list goes into the input under this name. */
  listAs?: string
  /** What the row it changes is read with, and may be sent back with, besides what can be changed. */
  row?: readonly string[]
}

/** As much as a server action takes; files have routes of their own. */
const mostBytes = 1_000_000

/**
 * A route that changes something is a command behind this: its input is the path's parameters and the body's JSON together.
 * A command that answers with a Response of its own says the status itself.
 */
export function writeRoute<S extends z.ZodType, T>(
  schema: S,
  command: (ctx: RequestCtx, input: z.output<S>) => Promise<T>,
  { status = 200, listAs, row = [] }: WriteOptions = {},
) {
  return async (request: Request, { params }: RouteParams): Promise<Response> => {
    try {
      const body = await readBody(request, listAs)
      refuseUnknownKeys(schema, body, row)
      const input = parseInput(schema, { ...body, ...(await params) })
      const answer = await command(await requestContext(), input)
      return answer instanceof Response ? answer : json(status, answer)
    } catch (error) {
      return errorAnswer(error)
    }
  }
}

/** Nothing is as good as an empty object: many commands need no more than the path. */
async function readBody(request: Request, listAs: string | undefined): Promise<object> {
  const text = await readText(request)
  if (text.trim() === '') return {}
  const parsed = parseJson(text)
  if (Array.isArray(parsed) && listAs) return { [listAs]: parsed }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  throw refuseBody(listAs ? 'The body has to be a JSON object or a list.' : 'The body has to be a JSON object.')
}

async function readText(request: Request): Promise<string> {
  return decode(await readBytes(request, mostBytes))
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refuseBody('The body is not text in UTF-8.')
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuseBody('The body is not JSON.')
  }
}
