import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { readProject } from '#lib/storyboard/list-queries.ts'
import { updateProjectInput } from '#lib/storyboard/look-model.ts'
import { projectInput } from '#lib/storyboard/model.ts'
import { deleteProject, updateProject } from '#lib/storyboard/project-commands.ts'
import { projectKeys } from '#lib/storyboard/row-keys.ts'

const id = projectInput.shape.id
const named = projectInput.omit({ id: true }).extend({ projectId: id })
const changed = updateProjectInput.omit({ id: true }).extend({ projectId: id })

export const GET = readRoute(named, (ctx, { projectId }) => readProject(ctx, { id: projectId }))
export const PATCH = writeRoute(
  changed,
  (ctx, { projectId, ...change }) => updateProject(ctx, { ...change, id: projectId }),
  { row: projectKeys },
)
/** Can be taken back, with `POST …/restore`, for thirty days. */
export const DELETE = writeRoute(named, (ctx, { projectId }) => deleteProject(ctx, { id: projectId }))
