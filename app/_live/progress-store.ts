import type { LiveEventOf } from '#lib/live/catalogue.ts'

/** How far a job is, as far as anybody has said. */
export type Progress = Pick<LiveEventOf<'job.progress'>, 'value' | 'max' | 'percent' | 'node' | 'secondsLeft'>

export type ProgressStore = {
  get(jobId: string): Progress | undefined
  subscribe(jobId: string, changed: () => void): () => void
  progress(event: LiveEventOf<'job.progress'>): void
  updated(event: Pick<LiveEventOf<'job.updated'>, 'id' | 'state' | 'version'>): void
  /** After a time without events nothing is known: a job may have ended, or an ended one begun again. */
  forget(): void
}

/** More jobs than a page hears of in an hour; only ends older than that could be forgotten. */
const mostRemembered = 2_000
/** A job that is begun anew by another worker was silent for longer; one that has just begun, not nearly as long. */
const silentMs = 1_000

/**
 * Progress comes several times a second, so it stays outside the cache of what is read. It may arrive after the end of its job;
 * such news is dropped, until the job is begun again.
 */
export function createProgressStore(nowMs: () => number): ProgressStore {
  const progressOf = new Map<string, Progress & { atMs: number }>()
  const jobs = new Map<string, { version: number; hasEnded: boolean }>()
  const listenersOf = new Map<string, Set<() => void>>()

  const tell = (jobId: string) => {
    for (const changed of listenersOf.get(jobId) ?? []) changed()
  }
  const drop = (jobId: string) => {
    if (progressOf.delete(jobId)) tell(jobId)
  }

  return {
    get: (jobId) => progressOf.get(jobId),
    subscribe(jobId, changed) {
      const listeners = listenersOf.get(jobId) ?? new Set()
      listenersOf.set(jobId, listeners.add(changed))
      return () => {
        listeners.delete(changed)
        if (listeners.size === 0) listenersOf.delete(jobId)
      }
    },
    progress({ id, value, max, percent, node, secondsLeft }) {
      if (jobs.get(id)?.hasEnded) return
      progressOf.set(id, { value, max, percent, node, secondsLeft, atMs: nowMs() })
      tell(id)
    },
    updated({ id, state, version }) {
      const known = jobs.get(id)
      if (known && known.version >= version) return
      const hasEnded = state !== 'queued' && state !== 'processing'
      jobs.delete(id)
      jobs.set(id, { version, hasEnded })
      for (const oldest of jobs.keys()) {
        if (jobs.size <= mostRemembered) break
        jobs.delete(oldest)
      }
      const isSilent = nowMs() - (progressOf.get(id)?.atMs ?? 0) > silentMs
      // Queued anew, it begins at nothing; taken over by another worker, what the one before said is worth nothing.
      if (state !== 'processing' || isSilent) drop(id)
    },
    forget() {
      jobs.clear()
      for (const jobId of [...progressOf.keys()]) drop(jobId)
    },
  }
}
