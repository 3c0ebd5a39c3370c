import type { LiveEventOf } from '#lib/live/catalogue.ts'

/** How far a job is, as far as anybody has said. */
export type Progress = Pick<LiveEventOf<'job.progress'>, 'value' | 'max' | 'percent' | 'node' | 'secondsLeft'>

/** For how long nothing has been said of a job, and how long that may last before it is worth a word. */
export type Silence = { ms: number; usualMs: number }

export type ProgressStore = {
  get(jobId: string): Progress | undefined
  silence(jobId: string): Silence | undefined
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

/** Shorter than this a person hardly notices; a line that stutters and a GPU that is busy with something else often are. */
const leastUsualMs = 4_000
/** The slowest step so far is known, and the next one may be slower: a picture's last steps are, and another program may be at the GPU. */
const stepsOfSilence = 3
/** Loading a large model says nothing from its beginning to its end, and takes this long from a slow disk. */
const unknownPaceMs = 20_000

type News = Progress & {
  atMs: number
  /** Of the steps that were heard to follow one another. */
  slowestStepMs: number | undefined
}

/**
 * Progress comes several times a second, so it stays outside the cache of what is read. It may arrive after the end of its job;
 * such news is dropped, until the job is begun again.
 */
export function createProgressStore(nowMs: () => number): ProgressStore {
  const progressOf = new Map<string, News>()
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
    silence(jobId) {
      const news = progressOf.get(jobId)
      return news && { ms: nowMs() - news.atMs, usualMs: usualSilenceMs(news) }
    },
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
      const news = { value, max, percent, node, secondsLeft }
      progressOf.set(id, { ...news, ...paceOf(news, { before: progressOf.get(id), atMs: nowMs() }) })
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

/** Of another node, or of the same one begun anew, what was heard before says nothing. */
function paceOf(
  { value, max, node }: Progress,
  { before, atMs }: { before: News | undefined; atMs: number },
): Pick<News, 'atMs' | 'slowestStepMs'> {
  if (before?.node !== node || before.max !== max || value < before.value) return { atMs, slowestStepMs: undefined }
  if (value === before.value) return { atMs, slowestStepMs: before.slowestStepMs }
  const stepMs = (atMs - before.atMs) / (value - before.value)
  return { atMs, slowestStepMs: Math.max(before.slowestStepMs ?? 0, stepMs) }
}

function usualSilenceMs({ slowestStepMs }: News): number {
  return slowestStepMs === undefined ? unknownPaceMs : Math.max(leastUsualMs, stepsOfSilence * slowestStepMs)
}
