import 'server-only'
import type { z } from 'zod'
import { httpStatus } from '#lib/runtime/errors.ts'
import { parseInput } from './action.ts'
import { type RequestCtx, requestContext } from './context.ts'
import { reportError } from './report.ts'

type RouteParams = { params: Promise<Record<string, string | string[] | undefined>> }

/** A GET route is a query behind this: its input is the path's and the address's parameters together. */
export function readRoute<S extends z.ZodType, T>(
  schema: S,
  query: (ctx: RequestCtx, input: z.output<S>) => Promise<T>,
) {
  return async (request: Request, { params }: RouteParams): Promise<Response> => {
    try {
      const asked = Object.fromEntries(new URL(request.url).searchParams)
      const input = parseInput(schema, { ...asked, ...(await params) })
      return Response.json(await query(await requestContext(), input), { headers: { 'Cache-Control': 'no-store' } })
    } catch (error) {
      const body = reportError(error)
      return Response.json({ error: body }, { status: httpStatus(body.code) })
    }
  }
}
