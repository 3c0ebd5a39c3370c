import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { authorize } from '#lib/team/authorize.ts'
import { announceOne, readOne } from './announce-sentence.ts'
import { changedMeanwhile } from './conflict.ts'
import { fieldOf } from './edits.ts'
import { lockSentences } from './lock-sentences.ts'
import { mergeWords } from './merge-words.ts'
import { type editSentenceInput, maxLengthOf, type SentenceRow } from './model.ts'

type Edit = z.output<typeof editSentenceInput>

/**
 * Changes one of its texts. What somebody else changed in it meanwhile is merged word by word; where both changed the same words, it
 * is refused with what stands there and with both together. Asking again after a lost answer is fine. A deleted sentence takes
 * the edit too: whoever brings it back finds what was typed last.
 */
export async function editSentence(ctx: Ctx, input: Edit): Promise<SentenceRow> {
  const { id } = input
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  return await transact(ctx, async (tx) => {
    await lockSentences(tx, [id])
    const row = await readOne(tx, { projectId, id })
    if (await wasCarriedOut(tx, input)) return row
    const field = fieldOf(input)
    const text = mergeInto(row, input)
    if (text === row[field]) return row
    const editedById = tx.actor.personId
    await tx.db.sentence.update({ where: { id }, data: { [field]: text, editedById, version: { increment: 1 } } })
    return await announceOne(tx, { projectId, id })
  })
}

function mergeInto(row: SentenceRow, input: Edit): string {
  const field = fieldOf(input)
  const { text: mine, baseText: base } = input
  const theirs = row[field]
  if (base === undefined || base === theirs || mine === theirs) return mine
  const merged = mergeWords({ base, mine, theirs })
  if (merged.isClean && merged.text.length <= maxLengthOf[field]) return merged.text
  throw changedMeanwhile('sentence', { current: row, merged: merged.text })
}

/** Notes that it is. In one transaction with the edit, so that it is noted if and only if it was carried out. */
async function wasCarriedOut(tx: TxCtx, { editId }: Edit): Promise<boolean> {
  if (editId === undefined) return false
  const createdAt = tx.clock.now()
  const { count } = await tx.db.editReceipt.createMany({ data: [{ id: editId, createdAt }], skipDuplicates: true })
  return count === 0
}
