import type { z } from 'zod'
import type { TxCtx } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { announceAll, readOne } from './announce-sentence.ts'
import { type NotUnsplit, wholeAgain, whyNotUnsplit } from './apply-unsplit.ts'
import { transactOnBoth } from './merge-parts.ts'
import { type Board, longest, type SectionRow, type SentenceRow } from './model.ts'
import { isSectionGone } from './refuse-gone-section.ts'
import { toSectionRow } from './rows.ts'
import { readSplitRecord, type SplitRecord } from './split-record.ts'
import type { unsplitSentenceInput } from './unsplit-input.ts'

type Unsplit = z.output<typeof unsplitSentenceInput>
type Answer = Pick<Board, 'sections' | 'sentences'>

/**
 * Takes a split back: the first has the words of both again, with what was changed in it since, and the second half goes, with what
 * was made for it. Where its words are not its own to give back any more, or somebody wrote in it, nothing is changed. Asking again
 * after a lost answer is fine.
 */
export async function unsplitSentence(ctx: Ctx, input: Unsplit): Promise<Answer> {
  const { id, newId } = input
  return await transactOnBoth(ctx, { id: newId, intoId: id }, async (tx, projectId) => {
    const [row, half] = [await readOne(tx, { projectId, id }), await readOne(tx, { projectId, id: newId })]
    const split = await readRecord(tx, input)
    if (split.isTakenBack) return { sections: [], sentences: [row, half] }
    await refuse(tx, { row, half, input })
    const { text } = wholeAgain(input, row.text)
    await writeBack(tx, { input, text, split })
    const sections = input.section ? await takeSection(tx, { projectId, ...input.section }) : []
    return { sections, sentences: await announceAll(tx, { projectId, ids: [id, newId] }) }
  })
}

async function readRecord({ db }: TxCtx, { id, newId, at }: Unsplit): Promise<SplitRecord> {
  const stored = await db.sentence.findUniqueOrThrow({ where: { id: newId }, select: { split: true } })
  const split = readSplitRecord(stored.split)
  if (split?.fromId === id && split.at === at) return split
  throw new AppError({
    code: 'CONFLICT',
    message: 'The two sentences are not the halves of this split.',
    suggestion: 'Join them where they should be one.',
  })
}

const joinThem = 'Join the two where they should be one.'

const refusals: Readonly<Record<NotUnsplit, { message: string; suggestion: string }>> = {
  away: {
    message: 'The split stays: the sentence is not on the board any more.',
    suggestion: 'Bring that one back first.',
  },
  joined: {
    message: 'The split stays: its second half was joined to another sentence since.',
    suggestion: 'Take that join back first.',
  },
  archived: {
    message: 'The split stays: its second half was archived since.',
    suggestion: 'Bring it back first.',
  },
  rewritten: { message: 'The split stays: someone wrote in its second half since.', suggestion: joinThem },
  changed: { message: 'The split stays: someone changed the same words since.', suggestion: joinThem },
  long: {
    message: `The split stays: both together are longer than ${longest.sentenceText.toLocaleString('en')} characters.`,
    suggestion: 'Shorten one of them first.',
  },
}

type Halves = { row: SentenceRow; half: SentenceRow; input: Unsplit }

async function refuse(tx: TxCtx, { row, half, input }: Halves): Promise<void> {
  // In a section that is gone nobody would see the words.
  const why = whyNotUnsplit({ row, half }, input) ?? ((await isSectionGone(tx, [row.sectionId])) ? 'away' : undefined)
  if (why) throw new AppError({ code: 'CONFLICT', ...refusals[why] })
}

async function writeBack(
  { db, clock, actor }: TxCtx,
  { input, text, split }: { input: Unsplit; text: string; split: SplitRecord },
): Promise<void> {
  const version = { increment: 1 }
  await db.sentence.update({ where: { id: input.id }, data: { text, editedById: actor.personId, version } })
  await db.sentence.updateMany({
    where: { id: input.newId, deletedAt: null },
    data: { deletedAt: clock.now() },
  })
  await db.sentence.update({
    where: { id: input.newId },
    data: { split: { ...split, isTakenBack: true }, version },
  })
}

type Back = { projectId: string; id: string; sentenceIds: readonly string[] }

/** Nobody else's sentence goes with it: a section in which others are stays. */
async function takeSection(tx: TxCtx, { projectId, id, sentenceIds }: Back): Promise<SectionRow[]> {
  const [found] = await tx.db.$queryRaw<{ id: string }[]>`
    select id from section where id = ${id}::uuid and "projectId" = ${projectId}::uuid and "deletedAt" is null
    for no key update`
  const others = { sectionId: id, deletedAt: null, id: { notIn: [...sentenceIds] } }
  if (!found || (await tx.db.sentence.count({ where: others })) > 0) return []
  const section = await tx.db.section.update({
    where: { id },
    data: { deletedAt: tx.clock.now(), version: { increment: 1 } },
  })
  tx.publish({ type: 'section.updated', projectId, id, version: section.version })
  return [toSectionRow(section)]
}
