import { writeRoute } from '#app/_server/write-route.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { sentenceInput } from '#lib/storyboard/model.ts'
import { restoreSentence } from '#lib/storyboard/sentence-commands.ts'
import { writeShadow } from '#lib/takes/shadow.ts'

export const POST = writeRoute(sentenceInput, async (ctx, input) => {
  const { row, movedIds } = await restoreSentence(ctx, input)
  for (const id of movedIds) await writeShadow(ctx, processParts().media, id)
  return row
})
