import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Media } from '#lib/runtime/media.ts'
import { fileKeyOf } from './keys.ts'
import type { Replayed } from './model.ts'

export type ComparedTake = { id: string; projectId: string; mediaType: string; contentHash: string }
type Made = { mediaType: string; contentHash: string; bytes: Uint8Array }

/** Whether what came of running a take again is the same to the last byte, and whether it looks the same to the last pixel. */
export async function compareWith(media: Media, take: ComparedTake, made: Made): Promise<Replayed> {
  const takeId = take.id
  if (take.contentHash === made.contentHash) return { takeId, sameBytes: true, samePixels: true }
  const arePictures = [take, made].every(({ mediaType }) => mediaType === 'image/png')
  const before = arePictures ? await media.read(fileKeyOf(take)) : undefined
  if (!before) return { takeId, sameBytes: false, samePixels: false }
  const [first, second] = await Promise.all([hashPixels(before), hashPixels(made.bytes)])
  return { takeId, sameBytes: false, samePixels: first === second }
}

async function hashPixels(bytes: Uint8Array): Promise<string> {
  const { data, info } = await sharp(bytes)
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return createHash('sha256').update(`${info.width}x${info.height}`).update(data).digest('hex')
}
