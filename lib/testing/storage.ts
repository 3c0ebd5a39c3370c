import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import S3rver from '@20minutes/s3rver'
import { afterAll, beforeAll } from 'vitest'
import type { Media } from '#lib/runtime/media.ts'
import { createFileMedia } from '#lib/takes/media-file.ts'

/** A folder of its own for the test file, and the storage in it. */
export function useMedia(): { readonly media: Media; readonly dir: string } {
  const state: { media?: Media; dir?: string } = {}
  beforeAll(async () => {
    state.dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-media-'))
    state.media = createFileMedia(state.dir)
  })
  afterAll(async () => {
    if (state.dir) await rm(state.dir, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    get media() {
      return there(state.media)
    },
    get dir() {
      return there(state.dir)
    },
  }
}

/** What the server takes for a right key; every other is refused. */
export const s3Keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

/** An S3 server of its own for the test file, with one bucket in it. */
export function useS3Server(bucket: string): { readonly endpoint: string } {
  const state: { server?: S3rver; dir?: string; endpoint?: string } = {}
  beforeAll(async () => {
    state.dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-s3-'))
    state.server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      directory: state.dir,
      silent: true,
      vhostBuckets: false,
      configureBuckets: [{ name: bucket }],
    })
    const { port } = await state.server.run()
    state.endpoint = `http://127.0.0.1:${port}`
  })
  afterAll(async () => {
    await state.server?.close()
    if (state.dir) await rm(state.dir, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    get endpoint() {
      return there(state.endpoint)
    },
  }
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The storage is there in tests and hooks, not while the file is read.')
  return value
}
