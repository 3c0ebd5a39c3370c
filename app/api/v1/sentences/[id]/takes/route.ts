import { readRoute } from '#app/_server/route.ts'
import { listTakesInput } from '#lib/takes/model.ts'
import { listTakes } from '#lib/takes/queries.ts'

const input = listTakesInput
  .omit({ sentenceId: true })
  .extend({ id: listTakesInput.shape.sentenceId })
  .transform(({ id, ...page }) => ({ ...page, sentenceId: id }))

/** The newest first; `cursor` is the `nextCursor` of the page before. */
export const GET = readRoute(input, listTakes)
