import { z } from 'zod'
import type { Clock } from '#lib/runtime/clock.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { notify } from './transact.ts'

export const watchChannel = 'framewright_watch'

/** How long a job counts as watched after it was last said to be: a little more than twice as long as it takes to be said again. */
const watchedForMs = 12_000
const payload = z.array(z.uuid())
/** A payload holds about 200 ids. */
const mostAtOnce = 150

/** Said by web processes: somebody looks at the previews of these jobs. */
export async function tellWatched(db: Tx, jobIds: readonly string[]): Promise<void> {
  for (let at = 0; at < jobIds.length; at += mostAtOnce) {
    await notify(db, watchChannel, JSON.stringify(jobIds.slice(at, at + mostAtOnce)))
  }
}

export type WatchedJobs = { hear(text: string): void; has(jobId: string): boolean }

/** Kept by a worker, so that what nobody looks at is not made. */
export function createWatchedJobs(clock: Clock): WatchedJobs {
  const until = new Map<string, number>()
  return {
    hear(text) {
      const parsed = payload.safeParse(JSON.parse(text))
      const now = clock.now().getTime()
      for (const [id, end] of until) if (end < now) until.delete(id)
      for (const id of parsed.data ?? []) until.set(id, now + watchedForMs)
    },
    has: (jobId) => (until.get(jobId) ?? 0) >= clock.now().getTime(),
  }
}
