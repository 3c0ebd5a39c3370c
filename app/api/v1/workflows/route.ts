import { z } from 'zod'
import { readRoute } from '#app/_server/route.ts'
import { describeWorkflow } from '#lib/workflow/describe.ts'

export const GET = readRoute(z.object({}), async ({ library }) => ({
  items: library.list().map(describeWorkflow),
  nextCursor: null,
}))
