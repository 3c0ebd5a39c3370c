import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Media } from '#lib/runtime/media.ts'
import { announceAll } from '#lib/storyboard/announce-sentence.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { placeSentences } from '#lib/storyboard/placing.ts'
import { readSentenceRows } from '#lib/storyboard/sentence-rows.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { type CopiedPicture, copyPictures, followPictures, insertPictures, type Pair } from './copy-pictures.ts'
import type { copySentenceInput, copySentencesInput } from './model.ts'

type Asked = z.output<typeof copySentencesInput>

/**
 * Copies sentences of a project to one place in it: their words, prompts, cast and seed, and the picture that each shows. A lock, a
 * mark and the other takes stay behind. Asking again after a lost answer finds the copies there.
 */
export async function copySentences(ctx: Ctx, media: Media, { copies, ...place }: Asked): Promise<SentenceRow[]> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'section', id: place.sectionId })
  const now = ctx.clock.now().getTime()
  const pairs = copies.map((copy): Pair => ({ id: copy.id, newId: copy.newId ?? newId(now) }))
  const ids = pairs.map((pair) => pair.newId)
  const known = await readSentenceRows(ctx, { projectId, ids })
  if (known.length === pairs.length) return known
  await refuseUnknown(ctx, projectId, pairs)
  const pictures = await copyPictures(ctx, media, { projectId, pairs })
  const rows = await transact(ctx, async (tx) => {
    const positions = await placeSentences(tx, { ...place, count: pairs.length })
    await insertCopies(tx, { projectId, sectionId: place.sectionId, pairs, positions, pictures })
    const made = await announceAll(tx, { projectId, ids })
    // Its id was given, and belongs to a sentence of another project.
    const missing = ids.find((id) => !made.some((row) => row.id === id))
    if (missing) throw notFound({ kind: 'sentence', id: missing })
    return made
  })
  await followPictures(ctx, media, pictures)
  return rows
}

/** Puts the copy behind the one it was made of. */
export async function copySentence(
  ctx: Ctx,
  media: Media,
  { id, newId: given }: z.output<typeof copySentenceInput>,
): Promise<SentenceRow | undefined> {
  await authorize(ctx, 'board.edit', { kind: 'sentence', id })
  const { sectionId } = await ctx.db.sentence.findUniqueOrThrow({ where: { id }, select: { sectionId: true } })
  const [row] = await copySentences(ctx, media, { copies: [{ id, newId: given }], sectionId, afterId: id })
  return row
}

async function refuseUnknown({ db }: Ctx, projectId: string, pairs: readonly Pair[]): Promise<void> {
  const found = await db.sentence.findMany({
    where: { id: { in: pairs.map(({ id }) => id) }, projectId },
    select: { id: true },
  })
  const known = new Set(found.map(({ id }) => id))
  const unknown = pairs.find(({ id }) => !known.has(id))
  if (unknown) throw notFound({ kind: 'sentence', id: unknown.id })
}

type Inserting = {
  projectId: string
  sectionId: string
  pairs: readonly Pair[]
  /** Of each copy. */
  positions: readonly string[]
  pictures: readonly CopiedPicture[]
}

export async function insertCopies(tx: TxCtx, { projectId, sectionId, pairs, positions, pictures }: Inserting) {
  const rows = JSON.stringify(pairs.map((pair, index) => ({ ...pair, position: positions[index] ?? '' })))
  const inserted = await tx.db.$queryRaw<{ id: string }[]>`
    insert into sentence (id, "projectId", "sectionId", text, speaker, "imagePrompt", "videoPrompt", seed, "redoImage", "redoVideo",
      position, "editedById", "updatedAt")
    select c."newId", s."projectId", ${sectionId}::uuid, s.text, s.speaker, s."imagePrompt", s."videoPrompt", s.seed, s."redoImage",
      s."redoVideo", c.position, ${tx.actor.personId}::uuid, clock_timestamp()
    from jsonb_to_recordset(${rows}::jsonb) as c (id uuid, "newId" uuid, position text)
    join sentence s on s.id = c.id and s."projectId" = ${projectId}::uuid on conflict do nothing returning id`
  const news = new Set(inserted.map(({ id }) => id))
  await tx.db.$executeRaw`
    insert into sentence_cast ("sentenceId", "castMemberId", "projectId")
    select c."newId", l."castMemberId", l."projectId" from jsonb_to_recordset(${rows}::jsonb) as c (id uuid, "newId" uuid)
    join sentence_cast l on l."sentenceId" = c.id where c."newId" = any(${[...news]}::uuid[]) on conflict do nothing`
  await insertPictures(
    tx,
    projectId,
    pictures.filter(({ sentenceId }) => news.has(sentenceId)),
  )
}
