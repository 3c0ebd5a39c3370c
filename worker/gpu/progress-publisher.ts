import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import type { LiveEvent } from '#lib/live/catalogue.ts'
import { announce } from '#lib/live/transact.ts'
import type { WatchedJobs } from '#lib/live/watching.ts'
import type { Ctx } from '#lib/runtime/context.ts'

/** As often as the eye needs. */
const minGapMs = 250
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

/** Hands on what was put last, one at a time and not too often. What fails is lost, which is all right for news of a moment. */
function latestWins<T>({ log }: Ctx, send: (value: T) => Promise<void>): { put(value: T): void; stop(): void } {
  let latest: T | undefined
  let isRunning = false
  let isStopped = false
  const run = async () => {
    while (latest !== undefined && !isStopped) {
      const value = latest
      latest = undefined
      await send(value).catch((error) => log.debug({ err: error }, 'Progress could not be told'))
      await pause(minGapMs, undefined, { ref: false })
    }
    isRunning = false
  }
  return {
    put(value) {
      latest = value
      if (isRunning || isStopped) return
      isRunning = true
      void run()
    },
    stop() {
      isStopped = true
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
