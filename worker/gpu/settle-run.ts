import { setTimeout as pause } from 'node:timers/promises'
import type { Outcome } from '#lib/comfy/outcome.ts'
import { afterRefusal, trusted } from '#lib/fleet/trust.ts'
import { type AfterFailure, type Failure, failJob, giveBackJob, retryOrFail } from '#lib/jobs/finish.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { AppError, describeError } from '#lib/runtime/errors.ts'
import { cold, type Gpu, type Run, type WorkerCtx } from './context.ts'
import { downloadSaved, storeResult } from './store-result.ts'

/** Writes down what became of a run on its GPU. What was called off in the meantime ends as cancelled, whatever it came to. */
export async function settleOutcome(
  ctx: WorkerCtx,
  gpu: Gpu,
  { run, outcome }: { run: Run; outcome: Outcome },
): Promise<void> {
  const { job } = run
  switch (outcome.state) {
    case 'success':
      await storeResult(ctx, gpu, { run, outcome })
      gpu.tooMuch.delete(job.queue)
      return trustAgain(gpu)
    case 'interrupted':
      return run.wasAskedBack() ? await giveBackJob(ctx, job) : await failJob(ctx, job, outcome.error)
    case 'forgotten': {
      gpu.lookSoon('may be away')
      const saved = await downloadSaved(gpu, run)
      if (saved) return await storeResult(ctx, gpu, { run, saved })
      if (run.isInnocent()) return await giveBackJob(ctx, job)
      gpu.doubts.push(outcome.error)
      gpu.lookSoon('is other than told')
      return void (await giveUp(ctx, gpu, { run, error: outcome.error }))
    }
    case 'timed-out': {
      const isLeftThere = !(await stopSoon(gpu, run))
      return void (await giveUp(ctx, gpu, { run, error: outcome.error, isLeftThere }))
    }
    case 'error':
      return await settleError(ctx, gpu, { run, outcome })
  }
}

/** For a run that came to no outcome. */
export async function settleFailure(
  ctx: WorkerCtx,
  gpu: Gpu,
  { run, error }: { run: Run; error: AppError },
): Promise<'ended' | 'left'> {
  run.onRendered({})
  const isAway = error.code === 'COMFY_UNAVAILABLE'
  const isLeftThere = isAway || error.details?.isLeftThere === true
  // If it is there after all, it would not do what it was asked.
  if (isAway) gpu.doubts.push(error)
  if (isLeftThere) gpu.lookSoon('may be away')
  // It said that it lacks something that we thought it had.
  const lacksSomething = error.code === 'MODEL_MISSING' || error.code === 'WORKFLOW_INVALID'
  if (lacksSomething) gpu.lookSoon('may have changed')
  try {
    // However strange the server: the job is not to blame, and another GPU may do it.
    const known = isAway ? asRetryable(error) : error
    const after = await giveUp(ctx, gpu, { run, error: known, isLeftThere, mayBeOfGpu: lacksSomething })
    if (after === 'elsewhere' && error.code === 'WORKFLOW_INVALID') suspect(ctx, gpu, { run, error })
    return 'ended'
  } catch (cause) {
    if (isDatabaseAway(cause)) return 'left'
    throw cause
  }
}

/** One that is broken fails what it is given soon. What failed after long work is believed, and not drawn for nothing elsewhere. */
const soonMs = 60_000

async function settleError(
  ctx: WorkerCtx,
  gpu: Gpu,
  { run, outcome }: { run: Run; outcome: Extract<Outcome, { state: 'error' }> },
): Promise<void> {
  const { error, startedAtMs, endedAtMs } = outcome
  if (error.code === 'OUT_OF_MEMORY') {
    // What other models and cached results held may be all that was missing.
    await gpu.client.free({ models: true, cache: true }, { signal: run.signal })
    gpu.warm = cold
    leaveAlone(ctx, gpu, run.job)
    const after = await giveUp(ctx, gpu, { run, error: asRetryable(error) })
    if (after === 'elsewhere') suspect(ctx, gpu, { run, error })
    return
  }
  if (troubleOf(error) !== undefined) {
    // No job is to blame for that, also when it meets the same on another GPU.
    distrust(ctx, gpu, error)
    return void (await giveUp(ctx, gpu, { run, error: asRetryable(error) }))
  }
  const mayBeOfGpu = (endedAtMs ?? 0) - (startedAtMs ?? 0) <= soonMs
  const after = await giveUp(ctx, gpu, { run, error, mayBeOfGpu })
  if (after === 'elsewhere' && error.code !== 'MODEL_MISSING') suspect(ctx, gpu, { run, error })
}

/** What is as large would be too much for its memory as well, and it does something else meanwhile. */
function leaveAlone({ clock, waits }: WorkerCtx, { tooMuch }: Gpu, { queue }: Run['job']): void {
  const refusal = { reason: null, nowMs: clock.now().getTime(), waits }
  tooMuch.set(queue, afterRefusal(tooMuch.get(queue) ?? trusted, refusal))
}

function suspect(ctx: WorkerCtx, gpu: Gpu, { run, error }: { run: Run; error: AppError }): void {
  gpu.suspects.add(run.job.id)
  distrust(ctx, gpu, error)
}

/** The job waits again or has failed, and what may be left of it on the server is remembered. */
async function giveUp(
  ctx: WorkerCtx,
  gpu: Gpu,
  { run: { job }, ...failure }: Failure & { run: Run },
): Promise<AfterFailure> {
  const after = await retryOrFail(ctx, job, failure)
  // Somebody else sees to a job of which we are told too late, and to its prompt; unless it was called off, or is no more.
  const isUnseen = after !== 'too late' || failure.error.code === 'CANCELLED'
  if (failure.isLeftThere && isUnseen) {
    gpu.strays.add(job.promptId)
    gpu.lookSoon('is other than told')
  }
  return after
}

export function distrust(ctx: WorkerCtx, gpu: Gpu, error: AppError): void {
  ctx.log.warn({ err: error, node: gpu.node.name }, 'A GPU let a job come to nothing')
  const refusal = { reason: reasonOf(error), nowMs: ctx.clock.now().getTime(), waits: ctx.waits }
  gpu.trust = afterRefusal(gpu.trust, refusal)
  gpu.lookSoon('is other than told')
}

/** Every team sees the GPU, so nothing is told of what a job was. */
function reasonOf(error: AppError): string {
  if (error.code === 'COMFY_UNAVAILABLE') return describeError(error)
  if (error.code === 'OUT_OF_MEMORY') {
    return 'One job after the other ran out of memory there. Free what other programs hold on that GPU, or restart ComfyUI.'
  }
  const trouble = troubleOf(error)
  if (trouble !== undefined) return `${trouble}. ${error.suggestion ?? ''}`.trim()
  return `One job after the other failed there (${error.code}). The log of its worker says more.`
}

/** What is wrong with the machine itself, in its own words, when that is why it failed. */
function troubleOf({ details }: AppError): string | undefined {
  return typeof details?.machineTrouble === 'string' ? details.machineTrouble : undefined
}

function trustAgain(gpu: Gpu): void {
  gpu.doubts.length = 0
  gpu.suspects.clear()
  if (gpu.trust.refusals === 0) return
  gpu.trust = trusted
  gpu.lookSoon('is other than told')
}

/** So long it is waited for that it has stopped; a server that does not answer is not waited for. */
const stopMs = 10_000

async function stopSoon({ client }: Gpu, { job, signal }: Run): Promise<boolean> {
  const stopped = client.cancel(job.promptId, { signal }).then(
    () => true,
    () => false,
  )
  return await Promise.race([stopped, pause(stopMs, false, { ref: false })])
}

function asRetryable({ code, message, suggestion, details }: AppError): AppError {
  return new AppError({ code, message, suggestion, details, retryable: true })
}
