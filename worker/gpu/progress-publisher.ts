import sharp from 'sharp'
import type { LiveEvent } from '#lib/live/catalogue.ts'
import { announce } from '#lib/live/transact.ts'
import type { WatchedJobs } from '#lib/live/watching.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { latestWins } from './latest-wins.ts'

const previewWidth = 320
/** With its envelope it must fit into one notification, which Postgres limits to 8,000 bytes; base64 makes four of three. */
const maxPreviewBytes = 5_600
/** Tried until the picture is small enough: the first nearly always is. */
const qualities = [60, 35, 15]

export type ProgressPublisher = {
  progress(event: Extract<LiveEvent, { type: 'job.progress' }>): void
  preview(bytes: Uint8Array): void
  stop(): void
}

/** Tells browsers how far a job is: the latest only, four times a second at most, and previews only when somebody looks. */
export function createProgressPublisher(ctx: Ctx, watched: WatchedJobs, jobId: string): ProgressPublisher {
  const send = (event: LiveEvent) => announce(ctx.db, event)
  const progress = latestWins(ctx, send)
  const preview = latestWins(ctx, async (bytes: Uint8Array) => {
    if (!watched.has(jobId)) return
    const small = await shrink(bytes)
    if (small) await send({ type: 'job.preview', id: jobId, mediaType: 'image/webp', data: small.toString('base64') })
  })
  return {
    progress: progress.put,
    preview: (bytes) => {
      if (watched.has(jobId)) preview.put(bytes)
    },
    stop() {
      progress.stop()
      preview.stop()
    },
  }
}

async function shrink(bytes: Uint8Array): Promise<Buffer | undefined> {
  for (const quality of qualities) {
    const small = await sharp(bytes)
      .resize({ width: previewWidth })
      .webp({ quality })
      .toBuffer()
      .catch(() => undefined)
    if (!small || small.byteLength <= maxPreviewBytes) return small
  }
  return undefined
}
