import { json } from '#app/_server/answers.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { generateRequest } from '#lib/jobs/batch-model.ts'
import { generate, quoteGeneration } from '#lib/jobs/generate.ts'

/** The pictures of many sentences; with `dryRun` only what that would be. */
export const POST = writeRoute(generateRequest, async (ctx, { dryRun, ...input }) =>
  dryRun ? json(200, await quoteGeneration(ctx, input)) : json(202, await generate(ctx, input)),
)
