import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { lockSentences } from './lock-sentences.ts'
import type { MergeValues } from './merge-record.ts'
import type { SentenceRow } from './model.ts'
import { readSentenceRows } from './sentence-rows.ts'

type Asked = { id: string; intoId: string }

/** Runs with both sentences held, of one project that one may edit. Jobs before sentences, as everywhere. */
export async function transactOnBoth<T>(
  ctx: Ctx,
  { id, intoId }: Asked,
  work: (tx: TxCtx, projectId: string) => Promise<T>,
): Promise<T> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  const other = await authorize(ctx, 'board.edit', { kind: 'sentence', id: intoId })
  if (other.projectId !== projectId) throw notFound({ kind: 'sentence', id: intoId })
  return await transact(ctx, async (tx) => {
    await lockJobs(tx, [id, intoId])
    await lockSentences(tx, [id, intoId])
    return await work(tx, projectId)
  })
}

/** Those under way for these sentences. */
export async function lockJobs(tx: TxCtx, sentenceIds: readonly string[]): Promise<void> {
  await tx.db.$queryRaw`
    select 1 from job where "sentenceId" = any(${[...sentenceIds]}::uuid[]) and state in ('queued', 'processing')
    order by id for no key update`
}

/** A sentence with what only a merge has to know. */
export type Merging = { row: SentenceRow; values: MergeValues; merge: unknown }

export async function readMerging(tx: TxCtx, projectId: string, id: string): Promise<Merging> {
  const [row] = await readSentenceRows(tx, { projectId, ids: [id] })
  if (!row) throw notFound({ kind: 'sentence', id })
  const { redoImage, redoVideo, merge, cast } = await tx.db.sentence.findUniqueOrThrow({
    where: { id },
    select: { redoImage: true, redoVideo: true, merge: true, cast: { select: { castMemberId: true } } },
  })
  const { text, imagePrompt, videoPrompt, seed, currentTakeId, currentClipId } = row
  const castIds = cast.map((link) => link.castMemberId)
  const own = { text, imagePrompt, videoPrompt, seed, currentTakeId, currentClipId }
  return { row, values: { ...own, castIds, redoImage, redoVideo }, merge }
}

type Moving = { projectId: string; takeIds: readonly string[]; fromId: string; toId: string }

/** Those that are still where they are moved from. Who looks at either of the two strips sees it. */
export async function moveTakes(tx: TxCtx, { projectId, takeIds, fromId, toId }: Moving): Promise<void> {
  const moved = await tx.db.$queryRaw<{ id: string }[]>`
    update take set "sentenceId" = ${toId}::uuid
    where id = any(${[...takeIds]}::uuid[]) and "sentenceId" = ${fromId}::uuid returning id`
  const [first] = moved
  if (!first) return
  tx.publish({ type: 'take.updated', projectId, id: first.id, sentenceId: toId })
}

type Written = { projectId: string; id: string; values: MergeValues }

export async function writeValues(tx: TxCtx, { projectId, id, values }: Written): Promise<void> {
  const { castIds, ...own } = values
  const editedById = tx.actor.personId
  await tx.db.sentence.update({ where: { id }, data: { ...own, editedById, version: { increment: 1 } } })
  await tx.db.sentenceCast.deleteMany({ where: { sentenceId: id, castMemberId: { notIn: castIds } } })
  await tx.db.$executeRaw`
    insert into sentence_cast ("sentenceId", "castMemberId", "projectId")
    select ${id}::uuid, m.id, m."projectId" from cast_member m
    where m.id = any(${castIds}::uuid[]) and m."projectId" = ${projectId}::uuid on conflict do nothing`
}
