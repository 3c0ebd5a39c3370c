import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { AppError } from '#lib/runtime/errors.ts'

/** More than any camera makes; decoded, it still fits into the memory of a small server. */
const maxPixels = 100_000_000

export type ReferencePicture = { hash: string; mediaType: string; sizeBytes: number; width: number; height: number }

/** Decodes the picture to its last row before it is believed; the bytes stay as they were given. */
export async function readReferencePicture(bytes: Uint8Array): Promise<ReferencePicture> {
  const mediaType = sniffMediaType(bytes)
  // Before the decoder sees it: what reads drawings and documents is no business of whoever sends a file.
  if (!mediaType) throw refuse('A reference is a PNG, JPEG or WebP picture.')
  try {
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
    const { autoOrient } = await image.metadata()
    await image.stats()
    const hash = createHash('sha256').update(bytes).digest('hex')
    return { hash, mediaType, sizeBytes: bytes.byteLength, width: autoOrient.width, height: autoOrient.height }
  } catch (error) {
    throw refuse('This picture is damaged or far too large.', error)
  }
}

/** By its first bytes, as every GPU server tells them apart. */
function sniffMediaType(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : undefined
}

function refuse(message: string, cause?: unknown): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message,
    suggestion: 'Save it as PNG, JPEG or WebP and give it again.',
    fields: { file: message },
    cause,
  })
}
