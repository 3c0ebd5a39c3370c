import { writeRoute } from '#app/_server/write-route.ts'
import { projectInput } from '#lib/storyboard/model.ts'
import { unarchiveProject } from '#lib/storyboard/project-commands.ts'

const input = projectInput.omit({ id: true }).extend({ projectId: projectInput.shape.id })

export const POST = writeRoute(input, (ctx, { projectId }) => unarchiveProject(ctx, { id: projectId }))
