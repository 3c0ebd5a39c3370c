import type { Leases } from '#lib/fleet/leases.ts'
import { retireNode } from '#lib/fleet/nodes.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import { retryOrFail } from '#lib/jobs/finish.ts'
import { AppError } from '#lib/runtime/errors.ts'

/** A worker that restarts takes its GPUs again within seconds; after this, nobody is going to come for them. */
const usualWaits = { lookEveryMs: 5_000, nobodyCameMs: 30_000 }
/** A GPU that we have just let go of, another worker that names it takes at once. */
const takenAtOnceMs = 3_000

type Watching = { isOurs(url: string): boolean; leases: Leases; waits?: typeof usualWaits | undefined }

/**
 * Finds GPUs that no worker has any more, because the settings changed or the GPU answers elsewhere now. Their jobs are given to
 * the others: without it they would be processed for ever, and their sentences could not be asked for again. And they are shown
 * no more.
 */
export function watchOrphans(ctx: JobsCtx, { isOurs, leases, waits = usualWaits }: Watching) {
  const aloneSinceMs = new Map<string, number>()
  let looking: Promise<void> | undefined

  const look = async () => {
    const onGpus = await ctx.db.job.findMany({
      where: { state: 'processing', nodeUrl: { not: null } },
      distinct: ['nodeUrl'],
      select: { nodeUrl: true, node: true },
    })
    const rows = await ctx.db.gpuNode.findMany({ where: { isConfigured: true }, select: { url: true, name: true } })
    const names = new Map([
      ...onGpus.map(({ nodeUrl, node }) => [nodeUrl, node] as const),
      ...rows.map(({ url, name }) => [url, name] as const),
    ])
    for (const [url, name] of names) {
      if (url === null || isOurs(url)) continue
      const lease = await leases.tryTake(url)
      // It may have been named meanwhile; the lock that was just taken is then our own hand's.
      if (isOurs(url)) {
        await lease?.release()
        continue
      }
      if (!lease) {
        aloneSinceMs.delete(url)
        continue
      }
      try {
        const since = aloneSinceMs.get(url) ?? performance.now()
        aloneSinceMs.set(url, since)
        if (performance.now() - since < waits.nobodyCameMs) continue
        await giveUp(ctx, { url, node: name ?? url })
        if (isOurs(url)) continue
        for (const { id } of await ctx.db.gpuNode.findMany({ where: { url } })) await retireNode(ctx, id)
        // Should somebody name it again, they have time to take it.
        aloneSinceMs.delete(url)
      } finally {
        await lease.release()
      }
    }
  }

  const timer = setInterval(() => {
    looking ??= look()
      .catch((error) => ctx.log.warn({ err: error }, 'Jobs that nobody looks after could not be looked for'))
      .finally(() => {
        looking = undefined
      })
  }, waits.lookEveryMs)
  timer.unref()
  return {
    /** We had it until now; whether somebody else names it is known soon. */
    suspect(url: string) {
      aloneSinceMs.set(url, performance.now() - waits.nobodyCameMs + takenAtOnceMs)
    },
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}

async function giveUp(ctx: JobsCtx, { url, node }: { url: string; node: string }): Promise<void> {
  const jobs = await ctx.db.job.findMany({ where: { state: 'processing', nodeUrl: url } })
  for (const job of jobs) {
    const error = new AppError({
      code: 'COMFY_UNAVAILABLE',
      message: `No worker has the GPU ${node} any more.`,
      suggestion: 'Another GPU makes it. If that one should be used, check config/gpus.yaml or COMFYUI_URL.',
      details: { node },
      retryable: true,
    })
    await retryOrFail(ctx, job, { error, isLeftThere: true })
  }
}
