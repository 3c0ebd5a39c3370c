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
