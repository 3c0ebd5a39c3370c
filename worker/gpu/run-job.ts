import type { Outcome } from '#lib/comfy/outcome.ts'
import { type Bound, countDrawn, ourFolder } from '#lib/jobs/bind-recipe.ts'
import { unexpected } from '#lib/jobs/failures.ts'
import { noteProgress } from '#lib/jobs/finish.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError, isAppError, systemCode } from '#lib/runtime/errors.ts'
import { parseJson } from '#lib/runtime/json.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import { callOff } from './call-off.ts'
import type { ClaimedJob, Gpu, Run, WorkerCtx } from './context.ts'
import { settleFailure, settleOutcome } from './settle-run.ts'
import { tellProgress } from './tell-progress.ts'

/**
 * Sees a claimed job through to its end, whatever happens on the way. `left`: the GPU is no longer ours or the database is away,
 * and whoever holds the GPU next asks it what became of the prompt. `taken back`: it had not begun, and waits again.
 */
export async function runJob(ctx: WorkerCtx, gpu: Gpu, run: Run): Promise<'ended' | 'left' | 'taken back'> {
  const { job, signal } = run
  let isDrawn = false
  try {
    const outcome = await render(ctx, gpu, run)
    isDrawn = true
    if (await run.isTakenBack()) return 'taken back'
    run.onRendered(outcome.state === 'success' ? outcome : {})
    await settleOutcome(ctx, gpu, { run, outcome })
    return 'ended'
  } catch (error) {
    if (await run.isTakenBack()) return 'taken back'
    // The file of a server that restarts is there when it is back, and whoever goes on with the job waits for that in reason.
    const isWorthAWait = (isDrawn && isRefused(error)) || isDatabaseAway(error)
    if (signal.aborted || isWorthAWait) return 'left'
    const known = isAppError(error) ? error : unexpected(ctx.log, { jobId: job.id, cause: error })
    return await settleFailure(ctx, gpu, { run, error: known })
  }
}

/** By the GPU's server: who was asked is in the error's code. */
function isRefused(error: unknown): boolean {
  return isAppError(error) && error.code === 'COMFY_UNAVAILABLE' && systemCode(error.cause) === 'ECONNREFUSED'
}

async function render(ctx: WorkerCtx, gpu: Gpu, run: Run): Promise<Outcome> {
  const { job, isNew, signal } = run
  const { client } = gpu
  const { promptId } = job
  // Safe: it was written by `bindJob`.
  const graph = parseJson(job.graph) as Graph
  const ended = new AbortController()
  const watching = AbortSignal.any([signal, ended.signal])
  const { calledOff, end } = ctx.running.follow(job.id)
  const gone = gpu.whenGone(watching)
  const abandoned = callOff(ctx, gpu, { promptId, calledOff, signal: watching })
  const submit = async () => {
    if (!isNew) return
    await uploadInputs(ctx, gpu, { job, signal: watching })
    if (calledOff.aborted) throw errorOfCallingOff()
    await client.submit({
      ...{ graph, promptId, withPreviews: true, pngInfo: { framewright: { job: job.id } } },
      signal: watching,
    })
    void tellProgress(ctx, gpu, { job, graph, signal: watching })
  }
  const see = async () => {
    await submit()
    const submittedAt = job.submittedAt ?? ctx.clock.now()
    run.onSubmitted()
    const onBegun = () => {
      run.onBegun()
      const times = { submittedAt, startedAt: job.startedAt ?? ctx.clock.now() }
      noteProgress(ctx, job, times).catch((error) => ctx.log.debug({ err: error }, 'A time could not be noted'))
    }
    const { deadlineS } = ctx.library.get(job.workflow).manifest
    const deadlineMs = deadlineS * countDrawn(job) * 1_000
    return await client.settle(promptId, { deadlineMs, onBegun, signal: watching })
  }
  try {
    const seen = see()
    // When the server is gone, or nobody waits for it any more, what seeing it through comes to is of no interest.
    seen.catch(() => {})
    return await Promise.race([seen, gone, abandoned])
  } finally {
    end()
    ended.abort()
  }
}

async function uploadInputs(
  ctx: WorkerCtx,
  { client }: Gpu,
  { job, signal }: { job: ClaimedJob; signal: AbortSignal },
): Promise<void> {
  // Safe: it was written by `bindJob`.
  const { inputs } = job.bound as unknown as Bound
  for (const { key, name } of inputs) {
    const bytes = await ctx.media.read(key)
    if (!bytes) throw missingInput(name)
    await client.upload({ name, folder: ourFolder, bytes, overwrite: true, signal })
  }
}

function errorOfCallingOff(): AppError {
  return new AppError({ code: 'CANCELLED', message: 'It was cancelled.' })
}

function missingInput(name: string): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'A picture that this is made from is no longer in the storage.',
    suggestion: 'Give the reference, or choose the picture, again.',
    details: { name },
  })
}
