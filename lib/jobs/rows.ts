import type { LiveEventOf } from '#lib/live/catalogue.ts'
import { type ErrorBody, isErrorCode } from '#lib/runtime/errors.ts'
import type { Job } from '#prisma/client/client.ts'
import { isActive, type JobRow } from './model.ts'

/** What a row is read with: the takes, and not what is many kilobytes and of no use in a row. */
export const jobRowParts = {
  include: { takes: { select: { id: true }, orderBy: { pictureIndex: 'asc' } } },
  omit: { recipe: true, graph: true, bound: true },
} as const

type SmallJob = Omit<Job, keyof (typeof jobRowParts)['omit']>

export function toJobRow(job: SmallJob & { takes?: { id: string }[] }): JobRow {
  const { id, projectId, sentenceId, kind, quality, count, state, workflow, attempts, node, version } = job
  return {
    ...{ id, projectId, sentenceId, kind, quality, count, state, workflow, attempts, node, version },
    seed: toSeedText(job.seed),
    error: errorOf(job),
    isCancelling: isActive(state) && job.cancelAskedAt !== null,
    takeIds: job.takes?.map((take) => take.id) ?? [],
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    endedAt: job.endedAt?.toISOString() ?? null,
  }
}

/** All digits of it: a number would lose the last ones. */
export function toSeedText(seed: { toFixed(places: number): string }): string {
  return seed.toFixed(0)
}

/** A person reads this much of a message; an event must stay small. */
const longestText = 500

export function jobUpdated(job: SmallJob): LiveEventOf<'job.updated'> {
  const { id, projectId, sentenceId, kind, state, version } = job
  const error = errorOf(job)
  return {
    type: 'job.updated',
    ...{ id, projectId, sentenceId, kind, state, version },
    error: error && {
      code: error.code,
      message: error.message.slice(0, longestText),
      suggestion: error.suggestion?.slice(0, longestText),
    },
  }
}

/** Why it failed, or why the try before did. What was made after all, or is not wanted any more, has none. */
export function errorOf({ state, error }: Pick<Job, 'state' | 'error'>): ErrorBody | null {
  return state === 'completed' || state === 'cancelled' ? null : toError(error)
}

function toError(stored: unknown): ErrorBody | null {
  if (typeof stored !== 'object' || stored === null || !('code' in stored) || !isErrorCode(stored.code)) return null
  // Safe: only bodies of errors are written there, and the code, which a later version may have renamed, is one of ours.
  return stored as ErrorBody
}
