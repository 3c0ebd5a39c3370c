import { fileRoute } from '#app/_server/file-route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { referenceInput } from '#lib/storyboard/look-model.ts'
import { removeReference, serveReference } from '#lib/storyboard/reference-commands.ts'

export const GET = fileRoute(referenceInput, (ctx, input) => serveReference(ctx, processParts().media, input))
export const DELETE = writeRoute(referenceInput, removeReference)
