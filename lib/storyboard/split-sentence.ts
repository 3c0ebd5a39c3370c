import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { announceAll, readOne } from './announce-sentence.ts'
import { changedMeanwhile } from './conflict.ts'
import { lockSentences } from './lock-sentences.ts'
import type { SentenceRow, splitSentenceInput } from './model.ts'
import { placeSentences } from './placing.ts'
import { refuseLocked } from './refuse-locked.ts'
import { draftPrompt } from './script/draft-prompt.ts'
import { readSentenceRows } from './sentence-rows.ts'
import { splitText } from './split-merge.ts'

type Split = z.output<typeof splitSentenceInput>

/**
 * Makes two of one, in the order of the script. The first keeps all it has but the words behind the cut; the second begins with its
 * words, its cast and a prompt of its own. Asking again after a lost answer splits nothing twice; asking for it again after the
 * second half was deleted brings that back.
 */
export async function splitSentence(ctx: Ctx, input: Split): Promise<SentenceRow[]> {
  const { id } = input
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  return await transact(ctx, async (tx) => {
    const newRowId = input.newId ?? newId(tx.clock.now().getTime())
    const position = await placeBehind(tx, id)
    await lockSentences(tx, [id, newRowId])
    const row = await readOne(tx, { projectId, id })
    const [other] = await readSentenceRows(tx, { projectId, ids: [newRowId] })
    if (other?.deleted === false) return [row, other]
    const { left, right } = cut(row, input)
    const editedById = tx.actor.personId
    await tx.db.sentence.update({ where: { id }, data: { text: left, editedById, version: { increment: 1 } } })
    if (other) await bringBack(tx, newRowId)
    else {
      const imagePrompt = input.imagePrompt ?? (await draft(tx, { projectId, row, text: right }))
      await addHalf(tx, { row, position, projectId, id: newRowId, text: right, imagePrompt })
    }
    return await announceAll(tx, { projectId, ids: [id, newRowId] })
  })
}

async function placeBehind(tx: TxCtx, id: string): Promise<string> {
  const { sectionId } = await tx.db.sentence.findUniqueOrThrow({ where: { id }, select: { sectionId: true } })
  const [position = ''] = await placeSentences(tx, { sectionId, afterId: id, count: 1 })
  const now = await tx.db.sentence.findUniqueOrThrow({ where: { id }, select: { sectionId: true } })
  if (now.sectionId === sectionId) return position
  throw new AppError({
    code: 'CONFLICT',
    message: 'Someone moved this sentence at this very moment.',
    suggestion: 'Try it again.',
    retryable: true,
  })
}

function cut(row: SentenceRow, { at, baseText = row.text }: Split): { left: string; right: string } {
  refuseLocked(row)
  if (row.deleted) throw notFound({ kind: 'sentence', id: row.id })
  const halves = splitText(row.text, { at, baseText })
  if (halves) return halves
  if (baseText !== row.text) throw changedMeanwhile('sentence', { current: row })
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'There are no words on one side of that place.',
    suggestion: 'Split it between two of its words.',
    fields: { at: 'This is not between two words.' },
  })
}

type Drafting = { projectId: string; row: SentenceRow; text: string }

async function draft({ db }: TxCtx, { projectId, row, text }: Drafting): Promise<string> {
  const { title } = await db.section.findUniqueOrThrow({ where: { id: row.sectionId }, select: { title: true } })
  const script = await db.scriptVersion.findFirst({
    where: { projectId },
    orderBy: { number: 'desc' },
    select: { language: true },
  })
  return draftPrompt({ text, heading: title, language: script?.language ?? 'en', speaker: row.speaker })
}

async function bringBack(tx: TxCtx, id: string): Promise<void> {
  await tx.db.sentence.update({ where: { id }, data: { deletedAt: null, version: { increment: 1 } } })
}

type Half = { id: string; projectId: string; row: SentenceRow; position: string; text: string; imagePrompt: string }

async function addHalf(tx: TxCtx, { id, projectId, row, position, text, imagePrompt }: Half): Promise<void> {
  const { sectionId, speaker } = row
  const editedById = tx.actor.personId
  const { count } = await tx.db.sentence.createMany({
    data: [{ id, projectId, sectionId, speaker, position, text, imagePrompt, editedById }],
    skipDuplicates: true,
  })
  // The id was given, and belongs to a sentence of another project.
  if (count === 0) throw notFound({ kind: 'sentence', id })
  await tx.db.$executeRaw`
    insert into sentence_cast ("sentenceId", "castMemberId", "projectId")
    select ${id}::uuid, "castMemberId", "projectId" from sentence_cast where "sentenceId" = ${row.id}::uuid`
}
