import { z } from 'zod'
import { readRoute } from '#app/_server/route.ts'
import { listProjects } from '#lib/storyboard/queries.ts'

export const GET = readRoute(z.object({}), async (ctx) => ({
  items: await listProjects(ctx, { teamId: ctx.teamId }),
  nextCursor: null,
}))
