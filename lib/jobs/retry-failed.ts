import type { z } from 'zod'
import { AppError, describeError, isAppError } from '#lib/runtime/errors.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { Cannot, Skipped } from './batch-model.ts'
import type { JobsCtx } from './context.ts'
import { refuseNothing } from './generate.ts'
import { insertBatch } from './insert-batch.ts'
import { planJobs } from './plan-jobs.ts'
import type { retryFailedInput } from './queue-model.ts'
import { type Failed, readFailed } from './read-failed.ts'
import { replayTake } from './request-take.ts'
import { toSeedText } from './rows.ts'

export type Retried = {
  /** Null when there were only replays, which belong to no batch. */
  batchId: string | null
  jobIds: string[]
  cannot: Cannot[]
  skipped: Skipped
}

/** Everything whose last try failed once more, with the seed it had. What was edited since is taken as it is now. */
export async function retryFailed(
  ctx: JobsCtx,
  { projectId, batchId }: z.output<typeof retryFailedInput>,
): Promise<Retried> {
  const target = batchId ? { kind: 'batch' as const, id: batchId } : { kind: 'project' as const, id: projectId ?? '' }
  const grant = await authorize(ctx, 'picture.make', target)
  const failed = await readFailed(ctx.db, { projectId: grant.projectId, batchId: batchId ?? null })
  if (failed.length === 0) throw nothingFailed()
  const replays = await replayAll(ctx, failed)
  const asks = failed
    .filter(({ replayOfId }) => replayOfId === null)
    .map(({ seed, pictureIndex, sentenceId, kind, quality, count }) => {
      return { sentenceId, kind, quality, count, seed: toSeedText(seed), pictureIndex: pictureIndex ?? 0 }
    })
  const plan = await planJobs(ctx, { projectId: grant.projectId, lane: 'batch', choose: () => asks })
  if (replays.jobIds.length === 0) refuseNothing(plan)
  const cannot = [...replays.cannot, ...plan.cannot]
  const { jobs, skipped } = plan
  if (jobs.length === 0) return { batchId: null, jobIds: replays.jobIds, cannot, skipped }
  const made = await insertBatch(ctx, { projectId: grant.projectId, jobs })
  return { batchId: made.batchId, jobIds: [...replays.jobIds, ...made.jobIds], cannot, skipped }
}

/** A replay runs the graph of a take, which no recipe makes. There are never many. */
async function replayAll(ctx: JobsCtx, failed: readonly Failed[]): Promise<{ jobIds: string[]; cannot: Cannot[] }> {
  const jobIds: string[] = []
  const cannot: Cannot[] = []
  for (const { sentenceId, replayOfId } of failed) {
    if (replayOfId === null) continue
    try {
      const { job, isNew } = await replayTake(ctx, { id: replayOfId })
      if (isNew) jobIds.push(job.id)
    } catch (error) {
      if (!isAppError(error)) throw error
      cannot.push({ sentenceId, reason: describeError(error) })
    }
  }
  return { jobIds, cannot }
}

function nothingFailed(): AppError {
  return new AppError({
    code: 'CONFLICT',
    message: 'Nothing here has failed.',
    suggestion: 'What was tried again since is not among what failed.',
  })
}
