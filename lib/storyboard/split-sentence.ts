import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { announceAll, readOne } from './announce-sentence.ts'
import { bringBackSentences } from './bring-back.ts'
import { changedMeanwhile } from './conflict.ts'
import { lockSentences } from './lock-sentences.ts'
import type { SentenceRow, splitSentenceInput } from './model.ts'
import { placeSentences } from './placing.ts'
import { readScenes } from './read-scenes.ts'
import { refuseLocked } from './refuse-locked.ts'
import { firstPrompts } from './script/first-prompts.ts'
import { readSentenceRows } from './sentence-rows.ts'
import { splitText } from './split-merge.ts'
import { readSplitRecord, type SplitRecord } from './split-record.ts'

type Split = z.output<typeof splitSentenceInput>

/**
 * Makes two of one, in the order of the script. The first keeps all it has but the words behind the cut; the second begins with its
 * words, its cast and a prompt of its own. Asking again after a lost answer splits nothing twice; asking for it again after the
 * second half was deleted brings that back, if its words are those that are cut off.
 */
export async function splitSentence(ctx: Ctx, input: Split): Promise<SentenceRow[]> {
  const { id } = input
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  return await transact(ctx, async (tx) => {
    const newRowId = input.newId ?? newId(tx.clock.now().getTime())
    const position = await placeBehind(tx, id)
    await lockSentences(tx, [id, newRowId])
    const row = await readOne(tx, { projectId, id })
    const other = await readHalf(tx, { projectId, id: newRowId, split: input })
    if (other?.deleted === false) return [row, other]
    const { left, right } = cut(row, input)
    if (other && other.text !== right) throw otherWords()
    const split: SplitRecord = { fromId: id, at: input.at }
    const editedById = tx.actor.personId
    await tx.db.sentence.update({ where: { id }, data: { text: left, editedById, version: { increment: 1 } } })
    if (other) {
      await tx.db.sentence.update({ where: { id: newRowId }, data: { split } })
      await bringBackSentences(tx, { projectId, ids: [newRowId] })
    } else {
      const imagePrompt = input.imagePrompt ?? (await draft(tx, { projectId, row, text: right }))
      await addHalf(tx, { row, position, projectId, id: newRowId, text: right, imagePrompt, split })
    }
    return await announceAll(tx, { projectId, ids: [id, newRowId] })
  })
}

type AskedHalf = { projectId: string; id: string; split: Split }

/** The second half where this very split has been made before. Any other sentence of its id is left as it is. */
async function readHalf(tx: TxCtx, { projectId, id, split }: AskedHalf): Promise<SentenceRow | undefined> {
  const [half] = await readSentenceRows(tx, { projectId, ids: [id] })
  if (!half) return undefined
  const stored = await tx.db.sentence.findUniqueOrThrow({ where: { id }, select: { split: true, merge: true } })
  const made = readSplitRecord(stored.split)
  const isThis = made?.fromId === split.id && made.at === split.at
  if (isThis && stored.merge === null) return half
  throw new AppError({
    code: 'CONFLICT',
    // Merged into another one it is deleted too, but its words are not gone.
    message: isThis
      ? 'The second half was joined to another sentence since.'
      : 'The id for the second half belongs to another sentence already.',
    suggestion: isThis ? 'Take that join back first.' : 'Split it with a new id, or without one.',
    fields: { newId: 'There is a sentence with this id.' },
  })
}

function otherWords(): AppError {
  return new AppError({
    code: 'CONFLICT',
    message: 'Someone changed words behind the cut since it was made the first time.',
    suggestion: 'Split it anew, as the words are now.',
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
  const { sectionId, speaker } = row
  const [prompt = ''] = firstPrompts(await readScenes(db, projectId), { sectionId, sentences: [{ text, speaker }] })
  return prompt
}

type Half = { id: string; projectId: string; row: SentenceRow; split: SplitRecord } & {
  position: string
  text: string
  imagePrompt: string
}

async function addHalf(tx: TxCtx, { id, projectId, row, split, ...own }: Half): Promise<void> {
  const { sectionId, speaker } = row
  const editedById = tx.actor.personId
  const { count } = await tx.db.sentence.createMany({
    data: [{ ...own, id, projectId, sectionId, speaker, editedById, split }],
    skipDuplicates: true,
  })
  // The id was given, and belongs to a sentence of another project.
  if (count === 0) throw notFound({ kind: 'sentence', id })
  await tx.db.$executeRaw`
    insert into sentence_cast ("sentenceId", "castMemberId", "projectId")
    select ${id}::uuid, "castMemberId", "projectId" from sentence_cast where "sentenceId" = ${row.id}::uuid`
}
