import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { createProjectInput, listProjectsInput } from '#lib/storyboard/model.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { listProjects } from '#lib/storyboard/queries.ts'

/** The last edited first; `cursor` is the `nextCursor` of the page before. */
export const GET = readRoute(listProjectsInput, (ctx, page) => listProjects(ctx, { ...page, teamId: ctx.teamId }))

export const POST = writeRoute(
  createProjectInput,
  (ctx, input) => createProject(ctx, { ...input, teamId: ctx.teamId }),
  { status: 201 },
)
