import sharp from 'sharp'
import type { Log } from '#lib/runtime/log.ts'
import type { Media } from '#lib/runtime/media.ts'
import type { Turns } from '#lib/runtime/turns.ts'
import { errorOfMissing, fileKeyOf, thumbKey } from './keys.ts'
import type { ThumbWidth } from './model.ts'

type Source = { id: string; projectId: string; mediaType: string }
type Asked = { media: Media; take: Source; width: ThumbWidth }

export type Thumbnails = (asked: Asked) => Promise<Buffer>

/** Without a visible difference in a small picture, at a third of the size of 100. */
const quality = 80

/** Small pictures, made when they are first asked for and kept. Many who ask for one at once wait for the same. */
export function createThumbnails({ decoding, log }: { decoding: Turns; log: Log }): Thumbnails {
  const making = new Map<string, Promise<Buffer>>()
  return async ({ media, take, width }) => {
    const key = thumbKey(take, width)
    const kept = await media.read(key)
    if (kept) return kept
    const underWay = making.get(key)
    if (underWay) return await underWay
    const made = decoding(() => makeThumbnail({ media, take, width }, log))
    making.set(key, made)
    try {
      return await made
    } finally {
      making.delete(key)
    }
  }
}

async function makeThumbnail({ media, take, width }: Asked, log: Log): Promise<Buffer> {
  const key = fileKeyOf(take)
  const picture = await media.read(key)
  if (!picture) throw errorOfMissing(key, media.place)
  const small = await sharp(picture).resize({ width, withoutEnlargement: true }).webp({ quality }).toBuffer()
  try {
    await media.put(thumbKey(take, width), small)
  } catch (error) {
    // On a full disk the board still shows its pictures; they are made anew each time.
    log.warn({ err: error, takeId: take.id }, 'A small picture could not be kept')
  }
  return small
}
