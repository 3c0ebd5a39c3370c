import { randomBytes } from 'node:crypto'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { isBlank } from '#lib/runtime/fields.ts'
import type { JobKind } from './model.ts'

/** A clip, a variation and an upscale start from the picture that is there. */
export function refuseMissingSource(kind: JobKind, source: string | null): void {
  if (kind === 'image' || source !== null) return
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'There is no picture to start from.',
    suggestion: 'Make the picture first.',
  })
}

export function refuseEmptyScene({ kind, scene }: Recipe): void {
  if (kind === 'upscale' || !isBlank(scene)) return
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'There is no prompt to make a picture from.',
    suggestion: 'Describe the scene first.',
    fields: { [kind === 'video' ? 'videoPrompt' : 'imagePrompt']: 'A prompt is needed.' },
  })
}

export function randomSeed(): bigint {
  return randomBytes(8).readBigUInt64BE()
}
