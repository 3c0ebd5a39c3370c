import { setTimeout as pause } from 'node:timers/promises'
import { createComfyClient } from '#lib/comfy/client.ts'
import type { Lease, Leases } from '#lib/fleet/leases.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import { claimNext, takeOverJobs } from '#lib/jobs/claim.ts'
import { leaveForOthers } from '#lib/jobs/finish.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'
import type { Job } from '#prisma/client/client.ts'
import { bindJob } from './bind-job.ts'
import type { Gpu, Run, WorkerCtx } from './context.ts'
import { runJob } from './run-job.ts'

export type Slot = {
  /** A job may be waiting. */
  wake(): void
  /** Takes no more jobs. What is on the GPU stays there for whoever holds it next. */
  stop(): Promise<void>
}

/** A GPU of a worker that died is free within moments; this is how soon another one looks. */
const leaseRetryMs = 1_000
/** Wakes are announced; this finds what an announcement missed, and jobs whose wait before the next try is over. */
const lookAgainMs = 1_000
/** An idle GPU is looked at this often, so that a job is not given to one that has gone. */
const lookAtGpuMs = 10_000
const troubleMs = { first: 500, most: 10_000 }

/** The worker's hand on one GPU: holds its lease, ends what was left there, then does one job after the other. */
export function startSlot(ctx: WorkerCtx, { node, leases }: { node: FleetNode; leases: Leases }): Slot {
  const stopping = new AbortController()
  const client = createComfyClient({ url: node.url, headers: node.headers })
  const gpu: Gpu = { node, client, isWell: false, strays: new Set(), info: undefined, version: undefined }
  /** Jobs this worker has begun and not ended: to go on with one of those is no new try. */
  const own = new Map<string, Job>()
  let isWoken = false
  let wake = () => {}

  const rest = async (ms: number, signal: AbortSignal) => {
    const woken = Promise.withResolvers<void>()
    wake = woken.resolve
    const timer = pause(ms, undefined, { signal, ref: false }).catch(() => {})
    // What woke while nobody rested counts, too.
    if (!isWoken) await Promise.race([woken.promise, timer])
    isWoken = false
  }

  const hold = async (lease: Lease) => {
    const signal = AbortSignal.any([stopping.signal, lease.lost])
    const { jobs, givenUp } = await takeOverJobs(ctx, { nodeUrl: node.url, own })
    for (const { promptId } of givenUp) if (promptId) gpu.strays.add(promptId)
    for (const job of jobs) own.set(job.id, job)
    for (const job of jobs) if ((await run(job, { isNew: false, signal })) === 'left') return
    while (!signal.aborted) {
      if (!(await isReachable(signal))) continue
      const job = await claimNext(ctx, { node: node.name, nodeUrl: node.url }, (tx, waiting) =>
        bindJob(tx, waiting, { library: ctx.library, info: gpu.info, longestSide: node.maxResolution }),
      )
      if (!job) await rest(lookAgainMs, signal)
      else if ((await run(job, { isNew: true, signal })) === 'left') return
    }
  }

  const run = async (job: Job, { isNew, signal }: Pick<Run, 'isNew' | 'signal'>) => {
    const { promptId, graph } = job
    if (promptId === null || graph === null) throw new Error(`Job ${job.id} was claimed without its prompt.`)
    own.set(job.id, job)
    const end = await runJob(ctx, gpu, { job: { ...job, promptId, graph }, isNew, signal })
    if (end === 'ended') own.delete(job.id)
    return end
  }

  let trouble = 0
  let seenAtMs = 0
  /** A job is not taken for a server that is away: it would be lost time for the job, and another GPU may be free. */
  const isReachable = async (signal: AbortSignal): Promise<boolean> => {
    const now = performance.now()
    if (gpu.isWell && now - seenAtMs < lookAtGpuMs && gpu.strays.size === 0) return true
    try {
      gpu.version = (await client.stats({ signal })).version
      for (const promptId of gpu.strays) {
        await client.cancel(promptId, { signal })
        gpu.strays.delete(promptId)
      }
      // After trouble it may be another one than before.
      if (!gpu.isWell) gpu.info = parseObjectInfo(await client.objectInfo({ signal }))
      gpu.isWell = true
      seenAtMs = now
      trouble = 0
      return true
    } catch (error) {
      gpu.isWell = false
      ctx.log.debug({ err: error, node: node.name }, 'A GPU does not answer')
      await pause(backOff(trouble++), undefined, { signal, ref: false }).catch(() => {})
      return false
    }
  }

  const work = async () => {
    while (!stopping.signal.aborted) {
      let lease: Lease | undefined
      try {
        lease = await leases.tryTake(node.url)
        if (lease) await hold(lease)
        else await rest(leaseRetryMs, stopping.signal)
      } catch (error) {
        const isAway = isDatabaseAway(error)
        ctx.log[isAway ? 'warn' : 'error']({ err: error, node: node.name }, 'A GPU is left for a moment')
        await pause(backOff(0), undefined, { signal: stopping.signal, ref: false }).catch(() => {})
      } finally {
        await lease?.release().catch(() => {})
      }
    }
  }

  const ended = work()
  return {
    wake() {
      isWoken = true
      wake()
    },
    async stop() {
      stopping.abort()
      wake()
      await ended
      for (const job of own.values()) await leaveForOthers(ctx, job)
      client.close()
    },
  }
}

function backOff(times: number): number {
  return Math.min(troubleMs.first * 2 ** times, troubleMs.most)
}
