import { readRoute } from '#app/_server/route.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { takeInput } from '#lib/takes/model.ts'
import { readTake } from '#lib/takes/queries.ts'
import { followTake } from '#lib/takes/shadow.ts'
import { deleteTake } from '#lib/takes/take-commands.ts'

export const GET = readRoute(takeInput, readTake)

/** When the sentence shows it, the newest of the others takes its place. It can be restored for 30 days. */
export const DELETE = writeRoute(takeInput, async (ctx, input) => {
  const take = await deleteTake(ctx, input)
  await followTake(ctx, processParts().media, take)
  return take
})
