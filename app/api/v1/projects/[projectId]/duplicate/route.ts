import { writeRoute } from '#app/_server/write-route.ts'
import { copyProject } from '#lib/copies/copy-project.ts'
import { copyProjectInput } from '#lib/copies/model.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

const input = copyProjectInput.omit({ id: true }).extend({ projectId: copyProjectInput.shape.id })

export const POST = writeRoute(
  input,
  (ctx, { projectId, ...asked }) => copyProject(ctx, processParts().media, { ...asked, id: projectId }),
  { status: 201 },
)
