import type { z } from 'zod'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { Media } from '#lib/runtime/media.ts'
import { authorize } from '#lib/team/authorize.ts'
import { hasSeen, readRange } from './byte-range.ts'
import { nameFile } from './file-name.ts'
import { errorOfMissing, fileKeyOf } from './keys.ts'
import type { takeFileInput } from './model.ts'
import type { Thumbnails } from './thumbnails.ts'

type Storage = { media: Media; thumbnails: Thumbnails }

/**
 * The answer to a request for a take's file, to those who may see its project. It can be kept for ever: a take does not change,
 * and private, because the next person who asks may not see it. (That its type is not to be guessed is said of everything
 * we serve, by the server.)
 */
export async function serveTake(
  ctx: Ctx,
  { media, thumbnails }: Storage,
  { method, headers: sent, ...input }: z.output<typeof takeFileInput> & Pick<Request, 'method' | 'headers'>,
): Promise<Response> {
  await authorize(ctx, 'project.see', { kind: 'take', id: input.id })
  const take = await ctx.db.take.findUniqueOrThrow({
    where: { id: input.id },
    select: { ...fileParts, sentence: { select: { text: true } } },
  })
  const { mediaType, contentHash, sizeBytes } = take
  const isSmall = input.w !== undefined
  if (isSmall && !mediaType.startsWith('image/')) throw refuseSmallClip()
  const etag = isSmall ? `"${contentHash}-${input.w}"` : `"${contentHash}"`
  const headers = new Headers({
    ETag: etag,
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Type': isSmall ? 'image/webp' : mediaType,
    'Content-Disposition': `${input.download ? 'attachment' : 'inline'}; ${nameFile(take, input.w)}`,
  })
  if (hasSeen(sent.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })

  const isHead = method === 'HEAD'
  if (input.w !== undefined) {
    const small = await thumbnails({ media, take, width: input.w })
    headers.set('Content-Length', String(small.byteLength))
    return new Response(isHead ? null : new Uint8Array(small), { headers })
  }

  headers.set('Accept-Ranges', 'bytes')
  // A part of what the asker has must be of the same content; ours never changes, so a date is no use to tell.
  const isSame = [null, etag].includes(sent.get('if-range'))
  const range = isSame && !isHead ? readRange(sent.get('range'), sizeBytes) : undefined
  if (range === 'none') {
    headers.set('Content-Range', `bytes */${sizeBytes}`)
    return new Response(null, { status: 416, headers })
  }
  headers.set('Content-Length', String(range ? range.last - range.first + 1 : sizeBytes))
  if (range) headers.set('Content-Range', `bytes ${range.first}-${range.last}/${sizeBytes}`)
  if (isHead) return new Response(null, { headers })
  const key = fileKeyOf(take)
  const content = await media.open(key, range)
  if (!content) throw errorOfMissing(key, media.place)
  return new Response(content, { status: range ? 206 : 200, headers })
}

/** All that is asked of a row here; what a take was made of is many kilobytes. */
const fileParts = {
  id: true,
  projectId: true,
  mediaType: true,
  contentHash: true,
  sizeBytes: true,
  seed: true,
} as const

function refuseSmallClip(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: 'There are small ones of pictures only, and this is a clip.',
    suggestion: 'Leave the width out.',
    fields: { w: 'Not for clips.' },
  })
}
