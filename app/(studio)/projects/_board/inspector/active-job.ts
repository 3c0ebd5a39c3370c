import type { JobRow, JobState } from '#lib/jobs/model.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { activeJobIdOf, type LatestJob, mediumOf } from '../latest-jobs.ts'

export type ActiveJob = {
  id: string
  /** Prepared: its GPU has it, and draws another one still. */
  state: 'queued' | 'prepared' | 'processing' | 'ending'
  isCancelling: boolean
  /** Why the try before failed, when one did. */
  lastError: string | undefined
  /** How many drafts it makes; none when it makes a final, or is not known yet. */
  drafts: number
  /** When it was asked for, if it has waited ever since. */
  waitingSince: string | undefined
}

type Known = { latest: LatestJob | undefined; rows: readonly JobRow[] }

/** The row says which job is active, from its beginning to the moment the new picture is there. */
export function findActiveJob(
  sentence: Pick<SentenceRow, 'activeJobId'>,
  { latest, rows }: Known,
): ActiveJob | undefined {
  const id = activeJobIdOf(sentence, latest)
  if (!id) return undefined
  const row = rows.find((job) => job.id === id && mediumOf(job.kind) === 'picture')
  const { state = 'queued', error } = (latest?.id === id ? latest : row) ?? {}
  return {
    id,
    state: stageOf(state, row),
    isCancelling: row?.isCancelling ?? false,
    lastError: error?.message,
    drafts: row?.quality === 'draft' ? row.count : 0,
    waitingSince: state === 'queued' && !error ? row?.createdAt : undefined,
  }
}

function stageOf(state: JobState, row: JobRow | undefined): ActiveJob['state'] {
  if (state === 'processing') return row?.state === 'processing' && row.startedAt === null ? 'prepared' : 'processing'
  return state === 'queued' ? 'queued' : 'ending'
}
