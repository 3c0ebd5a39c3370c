import { setTimeout as pause } from 'node:timers/promises'
import type { Outcome } from '#lib/comfy/outcome.ts'
import { type Bound, countDrawn, ourFolder } from '#lib/jobs/bind-recipe.ts'
import { unexpected } from '#lib/jobs/failures.ts'
import { failJob, giveBackJob, noteProgress, retryOrFail } from '#lib/jobs/finish.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError, isAppError } from '#lib/runtime/errors.ts'
import { parseJson } from '#lib/runtime/json.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import { type ClaimedJob, cold, type Gpu, type Run, type WorkerCtx } from './context.ts'
import { downloadSaved, storeResult } from './store-result.ts'
import { tellProgress } from './tell-progress.ts'

/**
 * Sees a claimed job through to its end, whatever happens on the way. `left`: the GPU is no longer ours or the database is away,
 * and whoever holds the GPU next asks it what became of the prompt. `taken back`: it had not begun, and waits again.
 */
export async function runJob(ctx: WorkerCtx, gpu: Gpu, run: Run): Promise<'ended' | 'left' | 'taken back'> {
  const { job, signal } = run
  try {
    const outcome = await render(ctx, gpu, run)
    if (await run.isTakenBack()) return 'taken back'
    run.onRendered(outcome.state === 'success' ? outcome : {})
    await settle(ctx, gpu, { run, outcome })
    return 'ended'
  } catch (error) {
    if (await run.isTakenBack()) return 'taken back'
    if (signal.aborted || isDatabaseAway(error)) return 'left'
    const known = isAppError(error) ? error : unexpected(ctx.log, { jobId: job.id, cause: error })
    return await settleFailure(ctx, gpu, { run, error: known })
  }
}

async function settleFailure(
  ctx: WorkerCtx,
  gpu: Gpu,
  { run: { job, onRendered }, error }: { run: Run; error: AppError },
): Promise<'ended' | 'left'> {
  onRendered({})
  const isAway = error.code === 'COMFY_UNAVAILABLE'
  if (isAway) {
    gpu.strays.add(job.promptId)
    gpu.lookSoon('may be away')
  }
  // It said that it lacks something that we thought it had.
  if (error.code === 'MODEL_MISSING' || error.code === 'WORKFLOW_INVALID') gpu.lookSoon('may have changed')
  try {
    // However strange the server: the job is not to blame, and another GPU may do it.
    await retryOrFail(ctx, job, isAway ? asRetryable(error) : error)
    return 'ended'
  } catch (cause) {
    if (isDatabaseAway(cause)) return 'left'
    throw cause
  }
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
  try {
    if (isNew) {
      await uploadInputs(ctx, gpu, { job, signal })
      if (calledOff.aborted) throw errorOfCallingOff()
      await client.submit({ graph, promptId, withPreviews: true, pngInfo: { framewright: { job: job.id } }, signal })
      void tellProgress(ctx, gpu, { job, graph, signal: watching })
    }
    const submittedAt = job.submittedAt ?? ctx.clock.now()
    run.onSubmitted()
    const onBegun = () => {
      run.onBegun()
      const times = { submittedAt, startedAt: job.startedAt ?? ctx.clock.now() }
      noteProgress(ctx, job, times).catch((error) => ctx.log.debug({ err: error }, 'A time could not be noted'))
    }
    const stop = () => void cancelForSure(ctx, gpu, { promptId, signal: watching })
    if (calledOff.aborted) stop()
    else calledOff.addEventListener('abort', stop, { once: true })
    const { deadlineS } = ctx.library.get(job.workflow).manifest
    const deadlineMs = deadlineS * countDrawn(job) * 1_000
    const settled = client.settle(promptId, { deadlineMs, onBegun, signal: watching })
    // Rejects when the server is gone; what settling comes to then is of no interest any more.
    settled.catch(() => {})
    return await Promise.race([settled, gone])
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

const cancelAgainMs = 2_000

/** A GPU that draws what nobody wants is the one thing a cancel is for, so it is asked until it has stopped. */
async function cancelForSure(
  { log }: WorkerCtx,
  { client }: Gpu,
  { promptId, signal }: { promptId: string; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await client.cancel(promptId, { signal })
      return
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, promptId }, 'A prompt could not be cancelled yet')
      await pause(cancelAgainMs, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}

/** What was called off in the meantime ends as cancelled, whatever it came to. */
async function settle(ctx: WorkerCtx, gpu: Gpu, { run, outcome }: { run: Run; outcome: Outcome }): Promise<void> {
  const { job, signal } = run
  switch (outcome.state) {
    case 'success':
      return await storeResult(ctx, gpu, { run, outcome })
    case 'interrupted':
      return run.wasAskedBack() ? await giveBackJob(ctx, job) : await failJob(ctx, job, outcome.error)
    case 'forgotten': {
      gpu.lookSoon('may be away')
      const saved = await downloadSaved(gpu, run)
      if (saved) return await storeResult(ctx, gpu, { run, saved })
      return run.isInnocent() ? await giveBackJob(ctx, job) : await retryOrFail(ctx, job, outcome.error)
    }
    case 'timed-out':
      await gpu.client.cancel(job.promptId, { signal })
      return await retryOrFail(ctx, job, outcome.error)
    case 'error':
      return await settleError(ctx, gpu, { run, error: outcome.error })
  }
}

async function settleError(
  ctx: WorkerCtx,
  gpu: Gpu,
  { run: { job, signal }, error }: { run: Run; error: AppError },
): Promise<void> {
  if (error.code !== 'OUT_OF_MEMORY') return await retryOrFail(ctx, job, error)
  // What other models and cached results held may be all that was missing.
  await gpu.client.free({ models: true, cache: true }, { signal })
  gpu.warm = cold
  await retryOrFail(ctx, job, asRetryable(error))
}

function asRetryable({ code, message, suggestion, details }: AppError): AppError {
  return new AppError({ code, message, suggestion, details, retryable: true })
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
