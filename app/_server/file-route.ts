import 'server-only'
import type { z } from 'zod'
import { parseInput } from './action.ts'
import { errorAnswer } from './answers.ts'
import { type RequestCtx, requestContext } from './context.ts'
import type { RouteParams } from './route.ts'

/** As `readRoute`, for what is no JSON: the query makes the whole answer, and sees the request's method and headers. */
export function fileRoute<S extends z.ZodType>(
  schema: S,
  query: (ctx: RequestCtx, input: z.output<S>, request: Request) => Promise<Response>,
) {
  return async (request: Request, { params }: RouteParams): Promise<Response> => {
    try {
      const asked = Object.fromEntries(new URL(request.url).searchParams)
      const input = parseInput(schema, { ...asked, ...(await params) })
      return await query(await requestContext(), input, request)
    } catch (error) {
      return errorAnswer(error)
    }
  }
}
