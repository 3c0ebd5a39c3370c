import { setTimeout as pause } from 'node:timers/promises'
import type { Loading } from '#lib/fleet/learn-speed.ts'
import { type Needs, warmKeyOf } from '#lib/fleet/needs.ts'
import { giveBackJob, noteRendered } from '#lib/jobs/finish.ts'
import type { Job } from '#prisma/client/client.ts'
import type { ClaimedJob, Gpu, Run, WorkerCtx } from './context.ts'
import { learnFromRun, noteFree } from './learn-from-run.ts'
import { runJob } from './run-job.ts'

/** A job this worker has begun and not ended. */
export type Held = {
  readonly job: ClaimedJob
  /** On its way to the server, in the server's queue, drawing, and drawn: on its way home. */
  state: 'leaving' | 'waiting' | 'executing' | 'rendered'
  startedAtMs: number | null
  /** Others were before it when it came. */
  readonly isBehind: boolean
  /** Whether its models had to be loaded when it began. */
  loading: Loading
  withdrawal: Promise<boolean> | undefined
  /** The server was asked to let go of it, and may have done so though that was not heard. */
  wasAskedBack: boolean
  /** When the server has it, or it has come to its end without. */
  left(signal: AbortSignal): Promise<void>
  ended: Promise<void>
}

export type Hand = {
  /** What the GPU has, in order: one that executes and one that is prepared at most. */
  onGpu(): Held[]
  /** What is drawn and not yet kept. */
  onItsWayHome(): number
  /** Jobs of an earlier hold too: to go on with one of those is no new try. */
  readonly own: ReadonlyMap<string, Job>
  begin(job: Job, begin: { isNew: boolean; signal: AbortSignal }): Promise<Held | undefined>
  /** Takes back what has not begun, so that it waits again. False: it goes on as it is. */
  giveBack(held: Held): Promise<boolean>
  /** When everything that was begun has come to its end, or was left. */
  whenEmpty(): Promise<void>
}

type Listeners = {
  needsOf(queue: string): Needs | undefined
  onChange(): void
  /** What it does is for whoever holds the GPU next. */
  onLeft(): void
}

/** As many prompts are remembered as ours; more than ever are on a GPU at a time. */
const promptsKept = 200
/** After what was not foreseen. */
const troubleMs = 500
/** So often it was taken away before it began that something about it must be odd, and it costs a try like any other. */
const mostInnocent = 8

/** What a worker has on one GPU, and each job's way from the claim to its end. */
export function createHand(ctx: WorkerCtx, gpu: Gpu, { needsOf, onChange, onLeft }: Listeners): Hand {
  const helds = new Set<Held>()
  const own = new Map<string, Job>()
  /** Taken out of the server's queue, and not written down yet. */
  const withdrawn = new Set<string>()
  const onGpu = () => [...helds].filter(({ state }) => state !== 'rendered')

  const begin = async (claimed: Job, { isNew, signal }: { isNew: boolean; signal: AbortSignal }) => {
    const job = withPrompt(claimed)
    own.set(job.id, job)
    if (withdrawn.has(job.id)) {
      await requeue(job)
      return undefined
    }
    remember(gpu.prompts, job.promptId)
    const takenBack = new AbortController()
    const submitted = Promise.withResolvers<void>()
    const startedAtMs = isNew ? null : (job.startedAt?.getTime() ?? null)
    const held: Held = {
      ...{ job, startedAtMs, isBehind: onGpu().length > 0, loading: 'unknown' },
      state: isNew ? 'leaving' : startedAtMs === null ? 'waiting' : 'executing',
      withdrawal: undefined,
      wasAskedBack: false,
      left: (until) => orAborted(submitted.promise, until),
      ended: Promise.resolve(),
    }
    helds.add(held)
    const run = makeRun(held, { isNew, signal: AbortSignal.any([signal, takenBack.signal]), onLeft: submitted.resolve })
    held.ended = follow(held, run).finally(() => {
      helds.delete(held)
      submitted.resolve()
      onChange()
    })
    takenBackOf.set(held, takenBack)
    onChange()
    return held
  }
  const takenBackOf = new WeakMap<Held, AbortController>()

  const makeRun = (
    held: Held,
    { onLeft: leave, ...given }: Pick<Run, 'isNew' | 'signal'> & { onLeft(): void },
  ): Run => ({
    ...given,
    job: held.job,
    onSubmitted() {
      if (held.state === 'leaving') held.state = 'waiting'
      leave()
    },
    onBegun() {
      if (held.state === 'rendered') return
      held.state = 'executing'
      held.startedAtMs ??= ctx.clock.now().getTime()
      const warmKey = warmKeyOfJob(held.job)
      held.loading = loadingOf(warmKey, gpu)
      if (warmKey && held.loading !== 'not needed') gpu.warm = { warmKey, warmSinceMs: held.startedAtMs }
      onChange()
    },
    onRendered({ startedAtMs, endedAtMs, cachedNodes }) {
      held.state = 'rendered'
      onChange()
      noteFree(ctx, gpu)
      if (endedAtMs === undefined) return
      noteRendered(ctx, held.job).catch((error) =>
        ctx.log.debug({ err: error }, 'That it is drawn is told when it is kept'),
      )
      const needs = needsOf(held.job.queue)
      if (needs && startedAtMs !== undefined) {
        const ran = { ms: endedAtMs - startedAtMs, cachedNodes: cachedNodes?.length ?? 0, loading: held.loading }
        learnFromRun(ctx, gpu, { needs, graph: held.job.graph, ...ran })
      }
    },
    isTakenBack: async () => (await held.withdrawal) === true,
    wasAskedBack: () => held.wasAskedBack && held.startedAtMs === null,
    isInnocent: () => held.isBehind && held.startedAtMs === null && held.job.epoch - held.job.attempts < mostInnocent,
  })

  const follow = async (held: Held, run: Run) => {
    try {
      const end = await runJob(ctx, gpu, run)
      if (end === 'ended') own.delete(held.job.id)
      if (end === 'left') onLeft()
    } catch (error) {
      ctx.log.error({ err: error, jobId: held.job.id }, 'A job could not be seen through')
      // Whatever it is, it may be there the next time, too.
      await pause(troubleMs, undefined, { signal: run.signal, ref: false }).catch(() => {})
      onLeft()
    }
  }

  const requeue = async (job: ClaimedJob) => {
    await giveBackJob(ctx, job)
    withdrawn.delete(job.id)
    own.delete(job.id)
  }

  const warmKeyOfJob = ({ queue }: Job) => {
    const needs = needsOf(queue)
    return needs && warmKeyOf(needs)
  }

  return {
    own,
    onGpu,
    onItsWayHome: () => helds.size - onGpu().length,
    begin,
    async giveBack(held) {
      if (held.state !== 'waiting' || held.withdrawal) return false
      held.wasAskedBack = true
      held.withdrawal = gpu.client.withdraw(held.job.promptId).then(
        (result) => result === 'withdrawn',
        (error) => {
          ctx.log.debug({ err: error, jobId: held.job.id }, 'A prepared job could not be taken back')
          return false
        },
      )
      const isBack = await held.withdrawal
      if (isBack) {
        withdrawn.add(held.job.id)
        takenBackOf.get(held)?.abort()
        await held.ended
        // Whoever waited for it may have gone on. With the next hold it is seen to be withdrawn, and put back then.
        await requeue(held.job).catch((error) => {
          onLeft()
          throw error
        })
      }
      // What could not be taken back now may be later.
      held.withdrawal = undefined
      return isBack
    },
    async whenEmpty() {
      await Promise.all([...helds].map(({ ended }) => ended))
    },
  }
}

function loadingOf(wanted: string | undefined, { warm: { warmKey } }: Gpu): Loading {
  if (!wanted || warmKey === null) return 'unknown'
  return wanted === warmKey ? 'not needed' : 'needed'
}

async function orAborted(waitedFor: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const onAbort = () => resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  if (!signal.aborted) await Promise.race([waitedFor, aborted])
  signal.removeEventListener('abort', onAbort)
}

function withPrompt(job: Job): ClaimedJob {
  const { promptId, graph } = job
  if (promptId === null || graph === null) throw new Error(`Job ${job.id} was claimed without its prompt.`)
  return { ...job, promptId, graph }
}

function remember(prompts: Set<string>, promptId: string): void {
  prompts.add(promptId)
  const [oldest] = prompts
  if (prompts.size > promptsKept && oldest !== undefined) prompts.delete(oldest)
}
