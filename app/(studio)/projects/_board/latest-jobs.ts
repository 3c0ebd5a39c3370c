import { isActive, type JobKind, type JobRow, type JobState } from '#lib/jobs/model.ts'
import type { LiveEventOf } from '#lib/live/catalogue.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'

/** The last thing that was asked for, as far as a row shows it. */
export type LatestJob = {
  id: string
  kind: JobKind
  state: JobState
  error: LiveEventOf<'job.updated'>['error']
  version: number
}

/** By sentence and medium: a picture and a clip of one sentence may be made at the same time. */
export type LatestJobs = Readonly<Record<string, LatestJob>>

export function latestJobOf(jobs: LatestJobs, sentenceId: string, medium: 'picture' | 'clip'): LatestJob | undefined {
  return jobs[`${sentenceId}/${medium}`]
}

/**
 * What makes a sentence's picture now. News of a job comes before the row that tells of it, and a row may be read late: one
 * that still names a job whose try came to nothing is old. One that came to a picture is at work until its row shows it.
 */
export function activeJobIdOf(
  { activeJobId }: Pick<SentenceRow, 'activeJobId'>,
  latest: LatestJob | undefined,
): string | null {
  if (!latest || (activeJobId !== null && activeJobId > latest.id)) return activeJobId
  if (isActive(latest.state)) return latest.id
  return latest.state === 'completed' && activeJobId !== null ? latest.id : null
}

export function mediumOf(kind: JobKind): 'picture' | 'clip' {
  return kind === 'video' ? 'clip' : 'picture'
}

/** Puts in what came later. Ids grow with time, so of two jobs the one with the greater id was asked for last. */
export function addJobs(jobs: LatestJobs, news: readonly (JobRow | LiveEventOf<'job.updated'>)[]): LatestJobs {
  const changed: Record<string, LatestJob> = {}
  for (const { id, kind, state, error, version, sentenceId } of news) {
    const key = `${sentenceId}/${mediumOf(kind)}`
    const known = changed[key] ?? jobs[key]
    if (sentenceId && isLater({ id, version }, known)) changed[key] = { id, kind, state, error, version }
  }
  return Object.keys(changed).length > 0 ? { ...jobs, ...changed } : jobs
}

type Age = { id: string; version: number }

function isLater(news: Age, known: Age | undefined): boolean {
  if (!known || news.id > known.id) return true
  return news.id === known.id && news.version > known.version
}
