import { answerRequested } from '#app/_server/answer-requested.ts'
import { writeRoute } from '#app/_server/write-route.ts'
import { regenerateInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'

export const POST = writeRoute(regenerateInput, async (ctx, { id, ...asked }) =>
  answerRequested(await requestTake(ctx, { sentenceId: id, kind: 'image', lane: 'urgent', ...asked })),
)
