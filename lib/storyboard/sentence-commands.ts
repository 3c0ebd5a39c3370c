import type { z } from 'zod'
import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { announceAll, announceOne, readOne } from './announce-sentence.ts'
import { isEdit } from './conflict.ts'
import { fieldOf } from './edits.ts'
import type { addSentencesInput, editSentenceInput, moveSentenceInput, SentenceRow, sentenceInput } from './model.ts'
import { placeSentences } from './placing.ts'
import { readSentenceRows } from './sentence-rows.ts'

/** Asking again after a lost answer finds the sentences there and adds nothing, even where nothing could be added any more. */
export async function addSentences(ctx: Ctx, input: z.output<typeof addSentencesInput>): Promise<SentenceRow[]> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'section', id: input.sectionId })
  return await transact(ctx, async (tx) => {
    const { sectionId } = input
    const ids = input.sentences.flatMap(({ id }) => id ?? [])
    const known = ids.length > 0 ? await readSentenceRows(tx, { projectId, ids }) : []
    if (known.length === input.sentences.length) return known
    const positions = await placeSentences(tx, { ...input, count: input.sentences.length })
    const data = input.sentences.map(({ id = newId(), text, imagePrompt = '' }, index) => {
      return { id, projectId, sectionId, text, imagePrompt, position: positions[index] ?? '' }
    })
    await tx.db.sentence.createMany({ data, skipDuplicates: true })
    const rows = await announceAll(tx, { projectId, ids: data.map((row) => row.id) })
    const missing = data.find(({ id }) => !rows.some((row) => row.id === id))
    // Its id was given, and belongs to a sentence of another project.
    if (missing) throw notFound({ kind: 'sentence', id: missing.id })
    return rows
  })
}

/**
 * Changes one of its texts, unless it is no longer the one the edit began with. Asking again after a lost answer is fine.
 * A deleted sentence takes the edit too: whoever brings it back finds what was typed last.
 */
export async function editSentence(ctx: Ctx, input: z.output<typeof editSentenceInput>): Promise<SentenceRow> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id: input.id })
  return await transact(ctx, async (tx) => {
    await tx.db.$queryRaw`select 1 from sentence where id = ${input.id}::uuid for no key update`
    const row = await readOne(tx, { projectId, id: input.id })
    const field = fieldOf(input)
    if (!isEdit({ what: 'sentence', current: row[field], base: input.baseText, next: input.text, row })) return row
    await tx.db.sentence.update({ where: { id: input.id }, data: { [field]: input.text, version: { increment: 1 } } })
    return await announceOne(tx, { projectId, id: input.id })
  })
}

export async function moveSentence(ctx: Ctx, input: z.output<typeof moveSentenceInput>): Promise<SentenceRow> {
  const { id, sectionId, afterId } = input
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  const target = await authorize(ctx, 'board.edit', { kind: 'section', id: sectionId })
  if (target.projectId !== projectId) {
    throw new AppError({
      code: 'INVALID_INPUT',
      message: 'A sentence can only move within its project.',
      suggestion: 'Copy its text into the other project instead.',
      fields: { sectionId: 'This section belongs to another project.' },
    })
  }
  return await transact(ctx, async (tx) => {
    const [position = ''] = await placeSentences(tx, { sectionId, afterId, count: 1 })
    await tx.db.sentence.update({ where: { id }, data: { sectionId, position, version: { increment: 1 } } })
    return await announceOne(tx, { projectId, id })
  })
}

export async function deleteSentence(ctx: Ctx, input: z.output<typeof sentenceInput>): Promise<SentenceRow> {
  return await setDeleted(ctx, input.id, true)
}

export async function restoreSentence(ctx: Ctx, input: z.output<typeof sentenceInput>): Promise<SentenceRow> {
  return await setDeleted(ctx, input.id, false)
}

async function setDeleted(ctx: Ctx, id: string, deleted: boolean): Promise<SentenceRow> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  return await transact(ctx, async (tx) => {
    const { count } = await tx.db.sentence.updateMany({
      where: { id, deletedAt: deleted ? null : { not: null } },
      data: { deletedAt: deleted ? tx.clock.now() : null, version: { increment: 1 } },
    })
    return count === 1 ? await announceOne(tx, { projectId, id }) : await readOne(tx, { projectId, id })
  })
}
