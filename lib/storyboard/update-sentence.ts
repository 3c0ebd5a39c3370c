import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { authorize } from '#lib/team/authorize.ts'
import { announceOne, readOne } from './announce-sentence.ts'
import { changesOf } from './changes.ts'
import { refuseOldVersion } from './conflict.ts'
import { lockSentences } from './lock-sentences.ts'
import type { SentenceRow, updateSentenceInput } from './model.ts'
import { isSameCast, setCast } from './set-cast.ts'

type Update = z.output<typeof updateSentenceInput>

/** Sets what is given and leaves the rest. With a version, only if that is the one there is. */
export async function updateSentence(ctx: Ctx, input: Update): Promise<SentenceRow> {
  const { id } = input
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  return await transact(ctx, async (tx) => {
    await lockSentences(tx, [id])
    const row = await readOne(tx, { projectId, id })
    refuseOldVersion({ what: 'sentence', version: input.version, row })
    const data = await readChanges(tx, input, row)
    const castIds = input.castIds && [...new Set(input.castIds)]
    const isCastNew = castIds !== undefined && !isSameCast(row.castIds, castIds)
    if (isCastNew) await setCast(tx, { projectId, ids: [id], castIds })
    if (!isCastNew && Object.keys(data).length === 0) return row
    const isWritten = data.text !== undefined || data.imagePrompt !== undefined || data.videoPrompt !== undefined
    const edited = isWritten ? { editedById: tx.actor.personId } : {}
    await tx.db.sentence.update({ where: { id }, data: { ...data, ...edited, version: { increment: 1 } } })
    return await announceOne(tx, { projectId, id })
  })
}

type Stored = {
  text: string
  imagePrompt: string
  videoPrompt: string
  seed: string | null
  locked: boolean
  redoImage: boolean
  redoVideo: boolean
}

/** What is asked for and is not so already. */
async function readChanges(tx: TxCtx, input: Update, row: SentenceRow): Promise<Partial<Stored>> {
  const { text, imagePrompt, videoPrompt, seed, locked } = input
  const redo = await tx.db.sentence.findUniqueOrThrow({
    where: { id: row.id },
    select: { redoImage: true, redoVideo: true },
  })
  const before: Stored = { ...row, ...redo }
  return changesOf(before, { text, imagePrompt, videoPrompt, seed, locked, ...redosOf(input) })
}

/** Beside a prompt the flags only repeat what follows from it; alone they ask for another, or take that back. */
function redosOf(input: Update): { redoImage: boolean | undefined; redoVideo: boolean | undefined } {
  const { text, imagePrompt, videoPrompt, isImageDirty, isVideoDirty } = input
  const hasText = text !== undefined || imagePrompt !== undefined || videoPrompt !== undefined
  return hasText ? { redoImage: undefined, redoVideo: undefined } : { redoImage: isImageDirty, redoVideo: isVideoDirty }
}
