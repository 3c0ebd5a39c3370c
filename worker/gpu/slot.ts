import { setTimeout as pause } from 'node:timers/promises'
import { createComfyClient } from '#lib/comfy/client.ts'
import type { Lease, Leases } from '#lib/fleet/leases.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import { endDraining, readWarm } from '#lib/fleet/nodes.ts'
import { readStrays } from '#lib/fleet/stray-prompts.ts'
import { trusted } from '#lib/fleet/trust.ts'
import { claimNext, type Prepare, takeOverJobs } from '#lib/jobs/claim.ts'
import { leaveForOthers } from '#lib/jobs/finish.ts'
import type { FleetView } from '#lib/jobs/fleet-view.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import type { Job } from '#prisma/client/client.ts'
import { bindJob } from './bind-job.ts'
import { cold, type Gpu, type WorkerCtx } from './context.ts'
import { decide } from './decide.ts'
import { createHand } from './hand.ts'
import { keepNode, type NodeKeeper } from './keep-node.ts'
import { tellInHand } from './tell-in-hand.ts'
import { createWaker } from './waker.ts'
import { watchHolder } from './watch-holder.ts'
import { watchGone } from './when-gone.ts'

export type Slot = {
  /** A job may be waiting, or people want something else of the GPU. */
  wake(): void
  /** The server may have more than it said. */
  doubt(): void
  /** Other settings for the same server. */
  configure(node: FleetNode): void
  /** Ends what the GPU has, takes nothing more, and lets go of it. */
  retire(): Promise<void>
  /** Takes no more jobs. What is on the GPU stays there for whoever holds it next. */
  stop(): Promise<void>
}

/** A GPU of a worker that died is free within moments; this is how soon another one looks. */
const leaseRetryMs = 1_000
/** Wakes are announced; this finds what an announcement missed, and jobs whose wait before the next try is over. */
const lookAgainMs = 1_000
/** After what was not foreseen. */
const troubleMs = 500
/** Pictures are held in memory until the storage takes them; a GPU that is faster waits for it. */
const mostOnTheirWay = 4
/** A server that does not answer does not keep its hand from everything else. */
const giveBackMs = 3_000
/** A supervisor that is gone gives a worker two seconds for all of its end. */
const giveBackAtEndMs = 1_000

/** The worker's hand on one GPU: holds its lease, ends what was left there, and keeps it busy. */
export function startSlot(ctx: WorkerCtx, { node, leases }: { node: FleetNode; leases: Leases }): Slot {
  const stopping = new AbortController()
  const waker = createWaker()
  let keeper: NodeKeeper | undefined
  const { url, headers } = node
  const client = createComfyClient({
    ...{ url, headers, nameOf: () => gpu.node.name },
    onLost: () => keeper?.lookSoon('may be away'),
  })
  let leaving = new AbortController()
  let needs: FleetView['needs'] = new Map()
  let isRetiring = false
  const gpu: Gpu = {
    ...{ node, client, isWell: false, strays: new Set(), prompts: new Set(), trust: trusted, doubts: [] },
    ...{ suspects: new Set(), tooMuch: new Map() },
    ...{ twin: undefined, info: undefined, version: undefined, warm: cold },
    lookSoon: (why) => keeper?.lookSoon(why),
    whenGone: watchGone(client),
  }
  ctx.tooMuch.set(node.id, gpu.tooMuch)
  const told = tellInHand(ctx, node.id)
  const hand = createHand(ctx, gpu, {
    needsOf: (queue) => needs.get(queue),
    onChange() {
      waker.wake()
      told.put()
    },
    onLeft: () => leaving.abort(),
  })

  const hold = async (lease: Lease) => {
    leaving = new AbortController()
    const lost = AbortSignal.any([lease.lost, leaving.signal])
    const signal = AbortSignal.any([lost, stopping.signal])
    const jobs = await takeOver()
    for (const promptId of await readStrays(ctx.db, node.url)) gpu.strays.add(promptId)
    gpu.warm = await readWarm(ctx, node.id)
    keeper = keepNode(ctx, gpu, { isAtWork: () => hand.onGpu().length > 0, onChange: waker.wake })
    try {
      await goOnWith(jobs, lost)
      while (!signal.aborted) {
        const restMs = await step(lost)
        if (restMs > 0) await waker.rest(restMs, signal)
      }
      if (stopping.signal.aborted && !lost.aborted) await giveBackAtEnd()
    } finally {
      leaving.abort()
      await hand.whenEmpty()
      await keeper.stop()
    }
  }

  /**
   * Also while it is held: a holder that did not know yet that it had lost the GPU may have claimed a job for it just after its
   * successor had looked.
   */
  const takeOver = async (options: { isAtWork?: boolean } = {}) => {
    const { jobs, givenUp } = await takeOverJobs(ctx, { nodeUrl: node.url, own: hand.own, ...options })
    for (const { promptId } of givenUp) if (promptId) gpu.strays.add(promptId)
    return jobs
  }

  const goOnWith = async (jobs: readonly Job[], lost: AbortSignal) => {
    for (const job of jobs) await hand.begin(job, { isNew: false, signal: lost })
  }

  const emptyAtMs = new Map<string, number>()
  /** One thing that can be done now, and how long to rest after it. */
  const step = async (lost: AbortSignal): Promise<number> => {
    waker.clear()
    const view = await ctx.readView()
    needs = view.needs
    const seen = view.nodes.find(({ id }) => id === node.id)
    if (!seen) return lookAgainMs
    if (seen.inHand.some(({ jobId }) => !hand.own.has(jobId))) await goOnWith(await takeOver({ isAtWork: true }), lost)
    const isClosing = isRetiring || seen.mode !== 'active'
    if (isClosing && hand.onGpu().length + hand.onItsWayHome() === 0) {
      if (isRetiring) leaving.abort()
      else if (seen.mode === 'draining') await endDraining(ctx, node.id)
      return lookAgainMs
    }
    const nowMs = performance.now()
    for (const [queue, atMs] of emptyAtMs) if (nowMs - atMs >= lookAgainMs) emptyAtMs.delete(queue)
    const next = decide({
      ...{ view, node: seen, isClosing, warm: gpu.warm },
      isOpen: keeper?.isOpen() === true && hand.onItsWayHome() < mostOnTheirWay,
      onGpu: hand.onGpu(),
      emptyQueues: new Set(emptyAtMs.keys()),
      left: ctx.tooMuch,
    })
    if (next.do === 'give back') {
      const isBack = await Promise.race([hand.giveBack(next.held), pause(giveBackMs, false, { ref: false })])
      return isBack ? 0 : lookAgainMs
    }
    if (next.do === 'take') {
      const isTaken = await take(next.queue, lost)
      if (!isTaken) emptyAtMs.set(next.queue, nowMs)
      return 0
    }
    return Math.min(lookAgainMs, Math.max(10, (next.untilMs ?? Number.POSITIVE_INFINITY) - ctx.clock.now().getTime()))
  }

  const take = async (queue: string, lost: AbortSignal): Promise<boolean> => {
    const { name, url, maxResolution } = gpu.node
    const prepare: Prepare = (tx, waiting) =>
      bindJob(tx, waiting, { library: ctx.library, info: gpu.info, longestSide: maxResolution })
    const job = await claimNext(ctx, { place: { node: name, nodeUrl: url }, queue, prepare })
    if (!job) return false
    const begun = await hand.begin(job, { isNew: true, signal: lost })
    // The next comes after it in the server's queue, too; and until it is there nothing else is worth the time.
    await begun?.left(AbortSignal.any([lost, stopping.signal]))
    return true
  }

  /** What is prepared waits again for anybody; what runs is left to whoever holds the GPU next. */
  const giveBackAtEnd = async () => {
    const prepared = hand.onGpu().slice(1)
    const all = Promise.all(prepared.map((held) => hand.giveBack(held)))
    await Promise.race([all, pause(giveBackAtEndMs, undefined, { ref: false })])
  }

  const work = async () => {
    const holder = watchHolder(ctx.db, { url, leases })
    while (!stopping.signal.aborted && !isRetiring) {
      let lease: Lease | undefined
      try {
        lease = await leases.tryTake(node.url)
        if (lease) await hold(lease)
        else {
          await holder.look()
          await waker.rest(leaseRetryMs, stopping.signal)
        }
      } catch (error) {
        const isAway = isDatabaseAway(error)
        ctx.log[isAway ? 'warn' : 'error']({ err: error, node: node.name }, 'A GPU is left for a moment')
        await pause(troubleMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
      } finally {
        await lease?.release().catch(() => {})
      }
    }
  }

  const ended = work().finally(async () => {
    told.stop()
    ctx.tooMuch.delete(node.id)
    for (const job of hand.own.values()) {
      // Without the database it counts as a try after all, and nothing else of the worker ends for it.
      await leaveForOthers(ctx, job).catch((error) =>
        ctx.log.debug({ err: error }, 'A job that is left counts as a try'),
      )
    }
    client.close()
  })
  return {
    wake: waker.wake,
    doubt: () => keeper?.lookSoon('may have changed'),
    configure(given) {
      gpu.node = given
      waker.wake()
    },
    async retire() {
      isRetiring = true
      waker.wake()
      await ended
    },
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
