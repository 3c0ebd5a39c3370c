import { writeRoute } from '#app/_server/write-route.ts'
import { projectInput } from '#lib/storyboard/model.ts'
import { restoreProject } from '#lib/storyboard/project-commands.ts'

const input = projectInput.omit({ id: true }).extend({ projectId: projectInput.shape.id })

export const POST = writeRoute(input, (ctx, { projectId }) => restoreProject(ctx, { id: projectId }))
