import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import type { Page } from '#lib/runtime/paging.ts'
import { listDeletedProjects } from '#lib/storyboard/deleted-projects.ts'
import { createProjectInput, type DeletedProject, type ProjectSummary } from '#lib/storyboard/model.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { listProjectsInput } from '#lib/storyboard/project-list-model.ts'
import { listProjects } from '#lib/storyboard/queries.ts'

/** The last edited first, of the deleted ones the last deleted; `cursor` is the `nextCursor` of the page before. */
export const GET = readRoute(listProjectsInput, async (ctx, asked): Promise<Page<Listed>> => {
  const { deleted, archived, ...page } = asked
  const input = { ...page, teamId: ctx.teamId }
  if (deleted === 'true') return await listDeletedProjects(ctx, input)
  return await listProjects(ctx, { ...input, isArchived: archived === 'true' })
})

type Listed = ProjectSummary | DeletedProject

export const POST = writeRoute(
  createProjectInput,
  (ctx, input) => createProject(ctx, { ...input, teamId: ctx.teamId }),
  { status: 201 },
)
