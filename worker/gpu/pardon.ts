import { afterPardon } from '#lib/fleet/trust.ts'
import type { Gpu, WorkerCtx } from './context.ts'

/** What failed here and on another GPU, too, is not held against this one any more. */
export async function pardon({ db }: WorkerCtx, gpu: Gpu): Promise<void> {
  if (gpu.suspects.size === 0) return
  const ended = await db.job.findMany({
    where: { id: { in: [...gpu.suspects] }, endedAt: { not: null } },
    select: { id: true, state: true, nodeUrl: true },
  })
  for (const { id, state, nodeUrl } of ended) {
    gpu.suspects.delete(id)
    if (state === 'failed' && nodeUrl !== gpu.node.url) gpu.trust = afterPardon(gpu.trust)
  }
}
