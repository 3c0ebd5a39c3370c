import { writeRoute } from '#app/_server/write-route.ts'
import { copySection } from '#lib/copies/copy-section.ts'
import { copySectionInput } from '#lib/copies/model.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

const input = copySectionInput.omit({ id: true }).extend({ sectionId: copySectionInput.shape.id })

/** The copy, which stands behind it with copies of its sentences. */
export const POST = writeRoute(
  input,
  (ctx, { sectionId, ...asked }) => copySection(ctx, processParts().media, { ...asked, id: sectionId }),
  { status: 201 },
)
