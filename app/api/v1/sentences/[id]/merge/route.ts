import { writeRoute } from '#app/_server/write-route.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { mergeSentences } from '#lib/storyboard/merge-sentences.ts'
import { mergeSentencesInput } from '#lib/storyboard/model.ts'
import { writeShadow } from '#lib/takes/shadow.ts'

/** Both: the one that stays, and the one that went into it, which is deleted. */
export const POST = writeRoute(mergeSentencesInput, async (ctx, input) => {
  const rows = await mergeSentences(ctx, input)
  for (const { id } of rows) await writeShadow(ctx, processParts().media, id)
  return rows
})
