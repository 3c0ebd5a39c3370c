import 'server-only'
import type { z } from 'zod'
import { fileLengthHeader } from '#lib/runtime/media.ts'
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
      const answer = await query(await requestContext(), input, request)
      // Of one who has gone already Next would leave the content unread, and what it comes from open.
      if (request.signal.aborted) await answer.body?.cancel()
      return withLength(answer)
    } catch (error) {
      return errorAnswer(error)
    }
  }
}

function withLength(answer: Response): Response {
  const length = answer.headers.get('content-length')
  if (length) answer.headers.set(fileLengthHeader, length)
  return answer
}
