import type { Outcome } from '#lib/comfy/outcome.ts'
import { failJob, leaveForOthers, markCancelled, noteProgress, retryOrFail } from '#lib/jobs/finish.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError, isAppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { parseJson } from '#lib/runtime/json.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { Job } from '#prisma/client/client.ts'
import { type Bound, ourFolder } from './bind-job.ts'
import type { Gpu, Run, WorkerCtx } from './context.ts'
import { followProgress } from './progress.ts'
import { createProgressPublisher } from './progress-publisher.ts'
import { downloadSaved, storeResult } from './store-result.ts'
import { whenGone } from './when-gone.ts'

/** Sees a claimed job through to its end, whatever happens on the way. Returns early only when another will go on with it. */
export async function runJob(ctx: WorkerCtx, gpu: Gpu, run: Run): Promise<void> {
  const { job, signal } = run
  try {
    const outcome = await render(ctx, gpu, run)
    await settle(ctx, gpu, { run, outcome })
  } catch (error) {
    // Whoever holds the GPU next asks it what became of the prompt.
    if (signal.aborted) return
    if (isDatabaseAway(error)) throw error
    gpu.isWell = false
    gpu.strays.add(job.promptId)
    await retryOrFail(ctx, job, isAppError(error) ? error : unexpected(ctx, job, error))
  }
}

/** For a worker that stops in order: what is on its GPUs goes on there, and costs the job no try. */
export async function leaveJob(ctx: WorkerCtx, { job }: Run): Promise<void> {
  await leaveForOthers(ctx, job)
}

async function render(ctx: WorkerCtx, gpu: Gpu, { job, isNew, signal }: Run): Promise<Outcome> {
  const { client } = gpu
  const { promptId } = job
  // Safe: it was written by `bindJob`.
  const graph = parseJson(job.graph) as Graph
  const ended = new AbortController()
  const watching = AbortSignal.any([signal, ended.signal])
  const stopHearing = ctx.running.add(job.id, () => cancelOn(ctx, gpu, { promptId, signal: watching }))
  const gone = whenGone(client, watching)
  try {
    if (isNew) {
      await uploadInputs(ctx, gpu, { job, signal })
      await client.submit({ graph, promptId, withPreviews: true, pngInfo: { framewright: { job: job.id } }, signal })
      void watch(ctx, gpu, { job, graph, signal: watching })
    }
    const { deadlineS } = ctx.library.get(job.workflow).manifest
    const settled = client.settle(promptId, { deadlineMs: deadlineS * 1_000, signal: watching })
    // Rejects when the server is gone; what settling comes to then is of no interest any more.
    settled.catch(() => {})
    return await Promise.race([settled, gone])
  } finally {
    stopHearing()
    ended.abort()
  }
}

type Following = { job: Run['job']; graph: Graph; signal: AbortSignal }

/** Tells people how it goes. Nothing depends on it, so nothing that goes wrong here stops the job. */
async function watch(ctx: WorkerCtx, { client }: Gpu, { job, graph, signal }: Following): Promise<void> {
  const { id, projectId, sentenceId } = job
  const publisher = createProgressPublisher(ctx, ctx.watched, id)
  const progress = followProgress(graph, () => performance.now())
  const note = (times: Parameters<typeof noteProgress>[2]) =>
    noteProgress(ctx, job, times).catch((error) => ctx.log.debug({ err: error }, 'A time could not be noted'))
  const submittedAt = ctx.clock.now()
  try {
    for await (const event of client.watch(job.promptId, { signal })) {
      if (event.type === 'started') void note({ submittedAt, startedAt: ctx.clock.now() })
      if (event.type === 'preview') publisher.preview(event.bytes)
      const now = progress.hear(event)
      if (now) publisher.progress({ type: 'job.progress', projectId, id, sentenceId, ...now })
    }
  } catch (error) {
    ctx.log.debug({ err: error }, 'Progress is no longer heard')
  } finally {
    publisher.stop()
  }
}

async function uploadInputs(
  ctx: WorkerCtx,
  { client }: Gpu,
  { job, signal }: { job: Job; signal: AbortSignal },
): Promise<void> {
  // Safe: it was written by `bindJob`.
  const { inputs } = job.bound as unknown as Bound
  for (const { key, name } of inputs) {
    const bytes = await ctx.media.read(key)
    if (!bytes) throw missingInput(name)
    await client.upload({ name, folder: ourFolder, bytes, overwrite: true, signal })
  }
}

/** A server that does not answer is asked again by whoever settles the job; all it takes is that it was asked once. */
function cancelOn(
  ctx: WorkerCtx,
  { client }: Gpu,
  { promptId, signal }: { promptId: string; signal: AbortSignal },
): void {
  client.cancel(promptId, { signal }).catch((error) => {
    if (!signal.aborted) ctx.log.warn({ err: error, promptId }, 'A prompt could not be cancelled')
  })
}

async function settle(ctx: WorkerCtx, gpu: Gpu, { run, outcome }: { run: Run; outcome: Outcome }): Promise<void> {
  const { job } = run
  switch (outcome.state) {
    case 'success':
      return await storeResult(ctx, gpu, { run, outcome })
    case 'interrupted':
      // Whether it was to be cancelled is written down; that this worker stopped it is not the question.
      return (await isToBeCancelled(ctx, job)) ? await markCancelled(ctx, job) : await failJob(ctx, job, outcome.error)
    case 'forgotten': {
      gpu.isWell = false
      const saved = await downloadSaved(gpu, run)
      if (saved) return await storeResult(ctx, gpu, { run, saved })
      return (await isToBeCancelled(ctx, job))
        ? await markCancelled(ctx, job)
        : await retryOrFail(ctx, job, outcome.error)
    }
    case 'timed-out':
      await gpu.client.cancel(run.job.promptId, { signal: run.signal })
      return await retryOrFail(ctx, job, outcome.error)
    case 'error':
      return await settleError(ctx, gpu, { run, error: outcome.error })
  }
}

async function settleError(
  ctx: WorkerCtx,
  { client }: Gpu,
  { run: { job, signal }, error }: { run: Run; error: AppError },
): Promise<void> {
  if (error.code !== 'OUT_OF_MEMORY') return await retryOrFail(ctx, job, error)
  // What other models and cached results held may be all that was missing.
  await client.free({ models: true, cache: true }, { signal })
  await retryOrFail(ctx, job, new AppError({ ...pick(error), retryable: true }))
}

function pick({ code, message, suggestion, details }: AppError) {
  return { code, message, suggestion, details }
}

async function isToBeCancelled({ db }: WorkerCtx, { id }: Job): Promise<boolean> {
  const job = await db.job.findUnique({ where: { id }, select: { cancelAskedAt: true } })
  return job?.cancelAskedAt != null
}

function missingInput(name: string): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'A picture that this is made from is no longer in the storage.',
    suggestion: 'Give the reference, or choose the picture, again.',
    details: { name },
  })
}

function unexpected({ log }: WorkerCtx, { id: jobId }: Job, cause: unknown): AppError {
  const id = newId()
  log.error({ err: cause, jobId, id }, 'A job failed in a way nobody foresaw')
  return new AppError({
    code: 'INTERNAL',
    message: 'Something went wrong while this was made.',
    suggestion: 'Try again. If it happens again, tell whoever runs this instance the id.',
    details: { id },
    cause,
  })
}
