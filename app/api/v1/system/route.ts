import { z } from 'zod'
import { readRoute } from '#app/_server/route.ts'
import { createNodeProbe } from '#lib/fleet/probe.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { readSystem } from '#lib/system/queries.ts'

/** Every open System page asks every 4 seconds; the GPU servers hear of one of them. */
const probe = createNodeProbe({ clock: systemClock, maxAgeMs: 3_000 })

export const GET = readRoute(z.object({}), async (ctx) => {
  const { env, version } = processParts()
  return await readSystem(ctx, { teamId: ctx.teamId, env, version, probe })
})
