import { z } from 'zod'
import { readRoute } from '#app/_server/route.ts'
import { authorize } from '#lib/team/authorize.ts'
import { describeWorkflow } from '#lib/workflow/describe.ts'

export const GET = readRoute(z.object({}), async (ctx) => {
  await authorize(ctx, 'project.see', { kind: 'team', id: ctx.teamId })
  return { items: ctx.library.list().map(describeWorkflow), nextCursor: null }
})
