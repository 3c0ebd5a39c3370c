import { writeRoute } from '#app/_server/write-route.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { takeInput } from '#lib/takes/model.ts'
import { followTake } from '#lib/takes/shadow.ts'
import { chooseTake } from '#lib/takes/take-commands.ts'

/** Answered when the sentence's file is the new picture as well: a program may read it next. */
export const POST = writeRoute(takeInput, async (ctx, input) => {
  const take = await chooseTake(ctx, input)
  await followTake(ctx, processParts().media, take)
  return take
})
