import { writeRoute } from '#app/_server/write-route.ts'
import { copySentence } from '#lib/copies/copy-sentences.ts'
import { copySentenceInput } from '#lib/copies/model.ts'
import { processParts } from '#lib/runtime/process-parts.ts'

/** The copy, which stands behind it. */
export const POST = writeRoute(copySentenceInput, (ctx, input) => copySentence(ctx, processParts().media, input), {
  status: 201,
})
