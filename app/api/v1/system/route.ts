import { z } from 'zod'
import { readRoute } from '#app/_server/route.ts'
import { fleetParts } from '#lib/fleet/context.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { readSystem } from '#lib/system/queries.ts'

export const GET = readRoute(z.object({}), async (ctx) => {
  const { env, version } = processParts()
  return await readSystem(ctx, { teamId: ctx.teamId, env, version, probe: fleetParts().probe })
})
