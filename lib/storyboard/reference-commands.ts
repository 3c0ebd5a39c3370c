import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { blobKey, type Media } from '#lib/runtime/media.ts'
import type { Turns } from '#lib/runtime/turns.ts'
import { authorize } from '#lib/team/authorize.ts'
import { announceCast } from './announce-cast.ts'
import type { castMemberInput, referenceInput } from './look-model.ts'
import type { CastRow } from './model.ts'
import { positionsBetween } from './positions.ts'
import { readCastMember } from './read-cast.ts'
import { readReferencePicture } from './reference-picture.ts'

/** More than any workflow takes, by far. */
const mostReferences = 50

/** The picture is read when it is known that it may be given. */
type Given = z.output<typeof castMemberInput> & { readBytes(): Promise<Uint8Array> }
type Storage = { media: Media; decoding: Turns }

/** Gives a member of the cast a picture to look like. The same picture given twice is there once. */
export async function addReference(ctx: Ctx, { media, decoding }: Storage, given: Given): Promise<CastRow> {
  const { id } = given
  await authorize(ctx, 'board.edit', { kind: 'cast', id })
  const bytes = await given.readBytes()
  const picture = await decoding(() => readReferencePicture(bytes))
  const key = blobKey(picture.hash)
  // Before its row is there: a row whose file is missing would be worse than a file without a row.
  if (!(await media.stat(key))) await media.put(key, bytes)
  return await transact(ctx, async (tx) => {
    await lock(tx, id)
    const { references } = await readCastMember(tx.db, id)
    if (references.includes(picture.hash)) return await readCastMember(tx.db, id)
    if (references.length >= mostReferences) throw tooMany()
    const { count } = await tx.db.blob.createMany({ data: [picture], skipDuplicates: true })
    // It was of no use for long, and the housekeeping has taken it away meanwhile.
    if (count === 1 && !(await media.stat(key))) await media.put(key, bytes)
    const last = await tx.db.castReference.findFirst({ where: { castMemberId: id }, orderBy: { position: 'desc' } })
    const [position = ''] = positionsBetween(last?.position ?? null, null, 1)
    await tx.db.castReference.create({ data: { castMemberId: id, blobHash: picture.hash, position } })
    return await announceChange(tx, id)
  })
}

/** The picture itself stays: takes were made with it, and can be made again. */
export async function removeReference(ctx: Ctx, { id, hash }: z.output<typeof referenceInput>): Promise<CastRow> {
  await authorize(ctx, 'board.edit', { kind: 'cast', id })
  return await transact(ctx, async (tx) => {
    await lock(tx, id)
    const { count } = await tx.db.castReference.deleteMany({ where: { castMemberId: id, blobHash: hash } })
    return count === 1 ? await announceChange(tx, id) : await readCastMember(tx.db, id)
  })
}

/** The answer to a request for the picture, to those who may see whom it shows. */
export async function serveReference(
  ctx: Ctx,
  media: Media,
  { id, hash }: z.output<typeof referenceInput>,
): Promise<Response> {
  await authorize(ctx, 'project.see', { kind: 'cast', id })
  const found = await ctx.db.castReference.findUnique({
    where: { castMemberId_blobHash: { castMemberId: id, blobHash: hash } },
    include: { blob: true },
  })
  const content = found && (await media.open(blobKey(hash)))
  if (!found || !content) {
    throw new AppError({
      code: 'NOT_FOUND',
      message: 'There is no such reference picture.',
      suggestion: 'It may have been taken away. Look at the cast again.',
    })
  }
  return new Response(content, {
    headers: {
      'Content-Type': found.blob.mediaType,
      'Content-Length': String(found.blob.sizeBytes),
      'Cache-Control': 'private, max-age=31536000, immutable',
      ETag: `"${hash}"`,
    },
  })
}

async function lock(tx: TxCtx, id: string): Promise<void> {
  await tx.db.$queryRaw`select 1 from cast_member where id = ${id}::uuid for no key update`
}

async function announceChange(tx: TxCtx, id: string): Promise<CastRow> {
  await tx.db.castMember.update({ where: { id }, data: { version: { increment: 1 } } })
  return await announceCast(tx, id)
}

function tooMany(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: `A member of the cast can have ${mostReferences} reference pictures at most.`,
    suggestion: 'Take one away first.',
  })
}
