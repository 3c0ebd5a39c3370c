import type { z } from 'zod'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { readOne } from '#lib/storyboard/announce-sentence.ts'
import { keepDeletedForDays, type SentenceRow } from '#lib/storyboard/model.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { putAwayInput, restoreInput, TakeRow } from './model.ts'
import { deleteTake, restoreTake } from './take-commands.ts'

/** The take, and the sentence it is in by now: a merge may have taken it along. */
export type EditedTake = { take: TakeRow; sentences: SentenceRow[] }

/** Deletes a take, as an edit of the board that can be taken back. */
export async function putTakeAway(ctx: Ctx, { id, takeId }: z.output<typeof putAwayInput>): Promise<EditedTake> {
  await refuseEnded(ctx, { id, takeId })
  return await withSentence(ctx, await deleteTake(ctx, { id: takeId }))
}

/** Takes that back: the take is in its strip again, and where it was shown, it is shown. */
export async function bringTakeBack(
  ctx: Ctx,
  { id, takeId, isShown }: z.output<typeof restoreInput>,
): Promise<EditedTake> {
  await refuseEnded(ctx, { id, takeId })
  return await withSentence(ctx, await restoreTake(ctx, { id: takeId, ...(isShown && { showIn: id }) }))
}

async function withSentence(ctx: Ctx, take: TakeRow): Promise<EditedTake> {
  const { projectId, sentenceId } = take
  return { take, sentences: sentenceId ? [await readOne(ctx, { projectId, id: sentenceId })] : [] }
}

/** The page may have been left open for longer than what is deleted is kept. */
async function refuseEnded(ctx: Ctx, { id, takeId }: { id: string; takeId: string }): Promise<void> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  if ((await ctx.db.take.count({ where: { id: takeId, projectId } })) > 0) return
  throw new AppError({
    code: 'NOT_FOUND',
    message: 'This take is gone for good.',
    suggestion: `A deleted take can be brought back for ${keepDeletedForDays} days. Make the picture again.`,
  })
}
