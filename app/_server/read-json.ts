import 'server-only'
import type { z } from 'zod'
import { parseInput } from './action.ts'
import { readBytes, refuseBody } from './read-body.ts'
import { refuseUnknownKeys } from './refuse-unknown-keys.ts'

/** A body of JSON that may be larger than other routes take. */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  { mostBytes, path = {} }: { mostBytes: number; path?: object },
): Promise<z.output<S>> {
  const body = parse(await readBytes(request, mostBytes))
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw refuseBody('The body has to be a JSON object.')
  refuseUnknownKeys(schema, body)
  return parseInput(schema, { ...body, ...path })
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw refuseBody('The body is not JSON in UTF-8.')
  }
}
