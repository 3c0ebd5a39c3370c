import 'server-only'
import type { z } from 'zod'
import { parseInput } from './action.ts'
import { errorAnswer, json } from './answers.ts'
import { type RequestCtx, requestContext } from './context.ts'

export type RouteParams = { params: Promise<Record<string, string | string[] | undefined>> }

/** A GET route is a query behind this: its input is the path's and the address's parameters together. */
export function readRoute<S extends z.ZodType, T>(
  schema: S,
  query: (ctx: RequestCtx, input: z.output<S>) => Promise<T>,
) {
  return async (request: Request, { params }: RouteParams): Promise<Response> => {
    try {
      const asked = Object.fromEntries(new URL(request.url).searchParams)
      const input = parseInput(schema, { ...asked, ...(await params) })
      return json(200, await query(await requestContext(), input))
    } catch (error) {
      return errorAnswer(error)
    }
  }
}
