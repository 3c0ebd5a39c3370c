import { type Loading, learnSpeed } from '#lib/fleet/learn-speed.ts'
import type { Needs } from '#lib/fleet/needs.ts'
import { noteSight } from '#lib/fleet/nodes.ts'
import type { Gpu, WorkerCtx } from './context.ts'
import { warmSight } from './keep-node.ts'

type Ran = { needs: Needs; graph: string; loading: Loading; ms: number; cachedNodes: number }

/** Remembers how long a run took. Nothing waits for it. */
export function learnFromRun(ctx: WorkerCtx, { node }: Gpu, { needs, graph, loading, ms, cachedNodes }: Ran): void {
  // Where nearly everything was there already, nothing was drawn.
  const nodes = graph.split('"class_type"').length - 1
  if (ms <= 0 || cachedNodes >= nodes - 1) return
  inTheBackground(ctx, learnSpeed(ctx, { nodeId: node.id, needs, ms, loading }))
}

/** Others see that it is done with one, and what that left loaded. */
export function noteFree(ctx: WorkerCtx, gpu: Gpu): void {
  const sight = { ...warmSight(gpu), freeSince: ctx.clock.now() }
  inTheBackground(ctx, noteSight(ctx, { id: gpu.node.id, worker: ctx.worker }, { sight, isNews: false }))
}

function inTheBackground({ log }: WorkerCtx, work: Promise<void>): void {
  work.catch((error) => log.debug({ err: error }, 'What a run taught could not be kept'))
}
