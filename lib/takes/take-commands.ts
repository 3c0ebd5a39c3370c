import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { announceSentence } from '#lib/storyboard/announce-sentence.ts'
import { lockSentences } from '#lib/storyboard/lock-sentences.ts'
import { refuseLocked } from '#lib/storyboard/refuse-locked.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type markTakeInput, placeOf, siblingKinds, type TakeRow, type takeInput } from './model.ts'
import { takeRowParts, toTakeRow } from './rows.ts'

type OneTake = z.output<typeof takeInput>
type Mark = z.output<typeof markTakeInput>

/** Makes the sentence show this take. To undo it, choose the one before. Its shadow follows with `followTake`. */
export async function chooseTake(ctx: Ctx, { id }: OneTake): Promise<TakeRow> {
  return await changeTake(ctx, id, async (tx, { sentenceId, kind, isCurrent, deleted }) => {
    if (!sentenceId) {
      throw new AppError({
        code: 'INVALID_INPUT',
        message: 'This take belongs to no sentence, so none can show it.',
        suggestion: 'Choose a take of a sentence.',
      })
    }
    if (deleted) {
      throw new AppError({
        code: 'CONFLICT',
        message: 'This take is deleted.',
        suggestion: 'Restore it first.',
      })
    }
    if (isCurrent) return false
    await refuseInLocked(tx, sentenceId)
    await tx.db.sentence.update({ where: { id: sentenceId }, data: { [placeOf(kind)]: id } })
    await announceSentence(tx, sentenceId)
    return true
  })
}

export async function favouriteTake(ctx: Ctx, { id, value }: Mark): Promise<TakeRow> {
  return await changeTake(ctx, id, async (tx, take) => {
    const isChanged = await mark(tx, id, take.favourite !== value && { favourite: value })
    if (isChanged) await announce(tx, take)
    return isChanged
  })
}

/** A locked take is neither deleted nor pruned, and stays the current one when a new one arrives. */
export async function lockTake(ctx: Ctx, { id, value }: Mark): Promise<TakeRow> {
  return await changeTake(ctx, id, (tx, { locked }) => mark(tx, id, locked !== value && { locked: value }))
}

/** When the sentence shows it, the newest of the others takes its place, or none when there is no other; `followTake` follows. */
export async function deleteTake(ctx: Ctx, { id }: OneTake): Promise<TakeRow> {
  return await changeTake(ctx, id, async (tx, take) => {
    if (take.deleted) return false
    if (take.locked) {
      throw new AppError({
        code: 'CONFLICT',
        message: 'This take is locked, so it is not deleted.',
        suggestion: 'Unlock it first.',
      })
    }
    if (take.isCurrent && take.sentenceId) {
      await refuseInLocked(tx, take.sentenceId)
      await replaceCurrent(tx, take, take.sentenceId)
    }
    await mark(tx, id, { deletedAt: tx.clock.now() })
    if (take.isCurrent || take.favourite) await announce(tx, take)
    return true
  })
}

/**
 * Brings it back to its strip. The sentence goes on showing what it shows, unless it is named in `showIn`, still has the take,
 * and is not locked.
 */
export async function restoreTake(ctx: Ctx, { id, showIn }: OneTake & { showIn?: string }): Promise<TakeRow> {
  return await changeTake(ctx, id, async (tx, take) => {
    const isBack = await mark(tx, id, take.deleted && { deletedAt: null })
    const isShown = showIn !== undefined && take.sentenceId === showIn && (await showAgain(tx, take, showIn))
    if (isShown || (isBack && take.favourite)) await announce(tx, take)
    return isBack || isShown
  })
}

async function showAgain(tx: TxCtx, take: TakeRow, sentenceId: string): Promise<boolean> {
  const place = placeOf(take.kind)
  const sentence = await tx.db.sentence.findUniqueOrThrow({ where: { id: sentenceId } })
  if (sentence.locked || take.isCurrent) return false
  await showInstead(tx, { take, sentenceId, fromId: sentence[place], toId: take.id })
  return true
}

/** A row shows what its sentence shows, and whether one of its takes is a favourite. */
async function announce(tx: TxCtx, { sentenceId }: TakeRow): Promise<void> {
  if (sentenceId) await announceSentence(tx, sentenceId)
}

async function refuseInLocked({ db }: TxCtx, sentenceId: string): Promise<void> {
  refuseLocked(await db.sentence.findUniqueOrThrow({ where: { id: sentenceId }, select: { locked: true } }))
}

type Change = (tx: TxCtx, take: TakeRow) => Promise<boolean>

async function changeTake(ctx: Ctx, id: string, change: Change): Promise<TakeRow> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'take', id })
  return await transact(ctx, async (tx) => {
    const { sentenceId } = await tx.db.take.findUniqueOrThrow({ where: { id }, select: { sentenceId: true } })
    // Jobs before sentences: so does whoever ends a job, and two who wait for each other would wait for ever. All of them: which
    // of them a deletion has to tell may change until the sentence is held.
    await tx.db.$queryRaw`
      select 1 from job where "sentenceId" = ${sentenceId}::uuid and state in ('queued', 'processing')
      order by id for no key update`
    if (sentenceId) await lockSentences(tx, [sentenceId])
    if (await change(tx, await readRow(tx, id))) tx.publish({ type: 'take.updated', projectId, id, sentenceId })
    return await readRow(tx, id)
  })
}

async function readRow(tx: TxCtx, id: string): Promise<TakeRow> {
  return toTakeRow(await tx.db.take.findUniqueOrThrow({ where: { id }, ...takeRowParts }))
}

async function mark(tx: TxCtx, id: string, data: Prisma.TakeUpdateInput | false): Promise<boolean> {
  if (!data) return false
  await tx.db.take.update({ where: { id }, data, select: { id: true } })
  return true
}

async function replaceCurrent(tx: TxCtx, take: TakeRow, sentenceId: string): Promise<void> {
  const { id, kind } = take
  const next = await tx.db.take.findFirst({
    where: { sentenceId, deletedAt: null, id: { not: id }, kind: { in: siblingKinds(kind) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  })
  await showInstead(tx, { take, sentenceId, fromId: id, toId: next?.id ?? null })
}

type Instead = { take: TakeRow; sentenceId: string; fromId: string | null; toId: string | null }

async function showInstead(tx: TxCtx, { take, sentenceId, fromId, toId }: Instead): Promise<void> {
  await tx.db.sentence.update({ where: { id: sentenceId }, data: { [placeOf(take.kind)]: toId } })
  // That is nobody’s choice, so the take that is being made may still replace it.
  await tx.db.job.updateMany({
    where: {
      sentenceId,
      kind: { in: siblingKinds(take.kind) },
      chosenTakeId: fromId,
      state: { in: ['queued', 'processing'] },
    },
    data: { chosenTakeId: toId },
  })
}
