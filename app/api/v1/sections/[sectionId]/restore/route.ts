import { writeRoute } from '#app/_server/write-route.ts'
import { sectionInput } from '#lib/storyboard/model.ts'
import { restoreSection } from '#lib/storyboard/section-commands.ts'

const input = sectionInput.omit({ id: true }).extend({ sectionId: sectionInput.shape.id })

export const POST = writeRoute(input, (ctx, { sectionId }) => restoreSection(ctx, { id: sectionId }))
