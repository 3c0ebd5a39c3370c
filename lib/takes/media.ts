import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Env } from '#lib/runtime/env.ts'
import type { Media } from '#lib/runtime/media.ts'
import { createFileMedia } from './media-file.ts'
import { createS3Media } from './media-s3.ts'
import { readS3Url } from './s3-place.ts'

type StorageEnv = Pick<Env, 'DATA_DIR' | 'STORAGE_URL' | 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY'>

/** The storage that the settings name. Nothing is asked of it yet. */
export function openMedia(env: StorageEnv): Media {
  if (!env.STORAGE_URL) return createFileMedia(env.DATA_DIR)
  if (env.STORAGE_URL.startsWith('file:')) return createFileMedia(fileURLToPath(env.STORAGE_URL))
  return createS3Media({
    ...readS3Url(env.STORAGE_URL),
    // The settings are refused when they name a bucket without these.
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
  })
}

/** What other programs put before a key: a folder, from here where it is below, or what comes first in a bucket. */
export function filesRootOf({ STORAGE_URL, DATA_DIR }: Pick<StorageEnv, 'DATA_DIR' | 'STORAGE_URL'>): string {
  if (STORAGE_URL?.startsWith('s3:')) return readS3Url(STORAGE_URL).prefix
  const folder = STORAGE_URL ? fileURLToPath(STORAGE_URL) : DATA_DIR
  const fromHere = path.relative(process.cwd(), folder)
  const isBelow = !fromHere.startsWith('..') && !path.isAbsolute(fromHere)
  const shown = isBelow ? fromHere : folder
  return shown && path.join(shown, '/')
}
