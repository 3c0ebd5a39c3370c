import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { AppError } from '#lib/runtime/errors.ts'
import type { TakeRow } from './model.ts'

/** A file that ComfyUI made, as its client hands it over: whole, of the kind it says, and decoded to the last row. */
export type MadeFile = { bytes: Uint8Array; mimeType: string }

export type Size = { width: number; height: number }

export type AcceptedFile = Size & { bytes: Uint8Array; mediaType: string; contentHash: string }

/**
 * What becomes of a file that was made. A picture is kept as PNG and has exactly the size that was asked for; a PNG of
 * ComfyUI's stays as it is to the last byte, because it carries its graph. A clip is kept as it came.
 */
export async function acceptFile(file: MadeFile, asked: { kind: TakeRow['kind']; size: Size }): Promise<AcceptedFile> {
  const accepted = asked.kind === 'video' ? acceptClip(file, asked.size) : await acceptPicture(file, asked.size)
  return { ...accepted, contentHash: createHash('sha256').update(accepted.bytes).digest('hex') }
}

const clipTypes = ['video/mp4', 'video/webm', 'image/webp', 'image/gif']

function acceptClip({ bytes, mimeType }: MadeFile, size: Size) {
  if (!clipTypes.includes(mimeType)) throw errorOfKind('a clip', mimeType)
  return { bytes, mediaType: mimeType, ...size }
}

async function acceptPicture({ bytes, mimeType }: MadeFile, asked: Size) {
  if (!mimeType.startsWith('image/')) throw errorOfKind('a picture', mimeType)
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
  const { width, height } = await orDamaged(image.metadata())
  if (width !== asked.width || height !== asked.height) throw errorOfSize(asked, { width, height })
  if (mimeType === 'image/png') return { bytes, mediaType: 'image/png', width, height }
  const png = await orDamaged(image.png().toBuffer())
  return { bytes: png, mediaType: 'image/png', width, height }
}

/** 16384 pixels a side is the most that ComfyUI makes. */
const maxPixels = 16_384 ** 2

async function orDamaged<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new AppError({
      code: 'OUTPUT_FILE_NOT_FOUND',
      message: 'The picture that came from the GPU is damaged.',
      suggestion: 'Make it again; when that does not help, check the disk of that machine and the network to it.',
      retryable: true,
      cause: error,
    })
  }
}

function errorOfKind(wanted: string, mimeType: string): AppError {
  return new AppError({
    code: 'NO_OUTPUT',
    message: `The workflow was to make ${wanted} and made a file of the type ${mimeType}.`,
    suggestion: 'Choose another workflow, or correct which of its nodes gives the result.',
    details: { mimeType },
  })
}

function errorOfSize(asked: Size, came: Size): AppError {
  return new AppError({
    code: 'NO_OUTPUT',
    message: `The picture was to be ${sizeText(asked)}, and the workflow made one of ${sizeText(came)}.`,
    suggestion: 'Ask for a size that the workflow can do, or choose another workflow.',
    details: { asked, came },
  })
}

function sizeText({ width, height }: Size): string {
  return `${width} × ${height}`
}
