import type { Ctx } from '#lib/runtime/context.ts'
import { type FleetNode, markOf } from './model.ts'

type Others = {
  /** No worker drives the GPU at this address. */
  isFree(url: string): Promise<boolean>
}

/**
 * Two workers may give one id to two servers: each has a sketch renderer, or a file of its own. Whoever comes second is told apart by
 * its address, and stays so, because what was learned of a GPU is kept by its id.
 */
export async function distinguish(ctx: Ctx, nodes: readonly FleetNode[], { isFree }: Others): Promise<FleetNode[]> {
  const distinct: FleetNode[] = []
  for (const node of nodes) {
    const own = `${node.id}-${markOf(node.url)}`
    const rows = await ctx.db.gpuNode.findMany({ where: { id: { in: [node.id, own] } } })
    const namesake = rows.find(({ id, url, isConfigured }) => id === node.id && url !== node.url && isConfigured)
    const wasApart = rows.some(({ id, url }) => id === own && url === node.url)
    const isTaken = !wasApart && namesake !== undefined && !(await isFree(namesake.url))
    if (isTaken) ctx.log.warn({ id: node.id, url: node.url, as: own }, 'Another worker drives another GPU of this id')
    distinct.push(wasApart || isTaken ? { ...node, id: own } : node)
  }
  return distinct
}
