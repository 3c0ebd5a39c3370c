import type { z } from 'zod'
import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { announceSentence, readOne } from '#lib/storyboard/announce-sentence.ts'
import { lockSentences } from '#lib/storyboard/lock-sentences.ts'
import type { chooseShownInput, SentenceRow } from '#lib/storyboard/model.ts'
import { refuseLocked } from '#lib/storyboard/refuse-locked.ts'
import { authorize } from '#lib/team/authorize.ts'
import { chooseTake } from './take-commands.ts'

/** What a sentence shows, as an edit of the board that can be taken back: one of its takes, or none. */
export async function showTake(ctx: Ctx, input: z.output<typeof chooseShownInput>): Promise<SentenceRow> {
  const { id, takeId, place = 'picture' } = input
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  if (takeId !== null) {
    await refuseElsewhere(ctx, { id, takeId })
    await chooseTake(ctx, { id: takeId })
    return await readOne(ctx, { projectId, id })
  }
  return await transact(ctx, async (tx) => {
    await lockSentences(tx, [id])
    const row = await readOne(tx, { projectId, id })
    const column = place === 'picture' ? 'currentTakeId' : 'currentClipId'
    if (row[column] === null) return row
    refuseLocked(row)
    await tx.db.sentence.update({ where: { id }, data: { [column]: null } })
    await announceSentence(tx, id)
    return await readOne(tx, { projectId, id })
  })
}

/** A merge may have taken it to another sentence, which would show it then. */
async function refuseElsewhere({ db }: Ctx, { id, takeId }: { id: string; takeId: string }): Promise<void> {
  const take = await db.take.findUnique({ where: { id: takeId }, select: { sentenceId: true } })
  if (!take || take.sentenceId === id) return
  throw new AppError({
    code: 'CONFLICT',
    message: 'This take belongs to another sentence now.',
    suggestion: 'Look for it there.',
  })
}
