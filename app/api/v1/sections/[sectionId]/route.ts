import { writeRoute } from '#app/_server/write-route.ts'
import { renameSectionInput, sectionInput } from '#lib/storyboard/model.ts'
import { sectionKeys } from '#lib/storyboard/row-keys.ts'
import { deleteSection, renameSection } from '#lib/storyboard/section-commands.ts'

const id = sectionInput.shape.id
const renamed = renameSectionInput.omit({ id: true }).extend({ sectionId: id })
const named = sectionInput.omit({ id: true }).extend({ sectionId: id })

export const PATCH = writeRoute(
  renamed,
  (ctx, { sectionId, ...change }) => renameSection(ctx, { ...change, id: sectionId }),
  { row: sectionKeys },
)
/** Its sentences go and come back with it. */
export const DELETE = writeRoute(named, (ctx, { sectionId }) => deleteSection(ctx, { id: sectionId }))
