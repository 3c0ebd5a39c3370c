import type { z } from 'zod'
import type { Ctx } from '#lib/runtime/context.ts'
import { announceAll } from './announce-sentence.ts'
import { transactOnBoth } from './merge-parts.ts'
import type { SentenceRow, unmergeSentencesInput } from './model.ts'
import { takeApart } from './take-apart.ts'

/** Takes a merge back. Asking again after a lost answer is fine. */
export async function unmergeSentences(
  ctx: Ctx,
  { id, intoId }: z.output<typeof unmergeSentencesInput>,
): Promise<SentenceRow[]> {
  return await transactOnBoth(ctx, { id, intoId }, async (tx, projectId) => {
    await takeApart(tx, { projectId, id, intoId })
    return await announceAll(tx, { projectId, ids: [intoId, id] })
  })
}
