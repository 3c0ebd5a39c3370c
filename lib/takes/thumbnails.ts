import sharp from 'sharp'
import type { Media } from '#lib/runtime/media.ts'
import { errorOfMissing, fileKeyOf, thumbKey } from './keys.ts'
import type { ThumbWidth } from './model.ts'

type Source = { id: string; projectId: string; mediaType: string }
type Asked = { media: Media; take: Source; width: ThumbWidth }

export type Thumbnails = (asked: Asked) => Promise<Buffer>

/** sharp uses every core for one picture; a second at once fills the gaps while the first is read and written. */
const atOnce = 2
/** Without a visible difference in a small picture, at a third of the size of 100. */
const quality = 80

/** Small pictures, made when they are first asked for and kept. Many who ask for one at once wait for the same. */
export function createThumbnails(): Thumbnails {
  const making = new Map<string, Promise<Buffer>>()
  const waiting: (() => void)[] = []
  let running = 0

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  return async ({ media, take, width }) => {
    const key = thumbKey(take, width)
    const kept = await media.read(key)
    if (kept) return kept
    const underWay = making.get(key)
    if (underWay) return await underWay
    const made = inTurn(() => makeThumbnail({ media, take, width }))
    making.set(key, made)
    try {
      return await made
    } finally {
      making.delete(key)
    }
  }
}

async function makeThumbnail({ media, take, width }: Asked): Promise<Buffer> {
  const key = fileKeyOf(take)
  const picture = await media.read(key)
  if (!picture) throw errorOfMissing(key, media.place)
  const small = await sharp(picture).resize({ width, withoutEnlargement: true }).webp({ quality }).toBuffer()
  await media.put(thumbKey(take, width), small)
  return small
}
