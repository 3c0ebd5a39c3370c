import { answerRequested } from '#app/_server/answer-requested.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { replayTake } from '#lib/jobs/request-take.ts'
import { takeInput } from '#lib/takes/model.ts'

/** Runs the very graph of the take again; what comes of it is a new take beside it. */
export const POST = writeRoute(takeInput, async (ctx, input) => answerRequested(await replayTake(ctx, input)))
