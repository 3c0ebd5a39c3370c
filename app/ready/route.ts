import { processParts } from '#lib/runtime/process-parts.ts'
import { readReadiness } from '#lib/system/queries.ts'

/** Ready: a request can be served. Asked by what sends requests here. */
export async function GET(): Promise<Response> {
  const { db, log, migrations } = processParts()
  const readiness = await readReadiness({ db, log }, { migrations })
  return Response.json(readiness, { status: readiness.ready ? 200 : 503 })
}

export const dynamic = 'force-dynamic'
