import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Abilities, hashAbilities } from './abilities.ts'
import type { FleetNode } from './model.ts'
import { settingsOf, type Warm } from './node-row.ts'

/** Says which GPUs there are. Of one that is known already, what people want of it and what was seen of it stays. */
export async function registerNodes(ctx: Ctx, nodes: readonly FleetNode[]): Promise<void> {
  await transact(ctx, async (tx) => {
    for (const node of nodes) {
      const { id, name, url } = node
      const known = await tx.db.gpuNode.findUnique({ where: { id }, select: { url: true } })
      const facts = { name, url, isConfigured: true, settings: settingsOf(node) }
      // Under a name that was another server's, nothing that was seen of that one is true.
      const unseen = known && known.url !== url ? nothingSeen : {}
      await tx.db.gpuNode.upsert({ where: { id }, create: { id, ...facts }, update: { ...facts, ...unseen } })
      tx.publish({ type: 'node.updated', id })
    }
  })
}

const nothingSeen = {
  ...{
    health: 'unknown',
    reason: null,
    latencyMs: null,
    version: null,
    device: null,
    warmKey: null,
    warmSince: null,
    freeSince: null,
    checkedAt: null,
  },
  ...{ vramTotalGb: null, vramFreeGb: null, foreign: 0, abilitiesHash: null, heldBy: null },
}

/** No worker names it any more. What was learned of its speed stays, should it come back. */
export async function retireNode(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, { id, isConfigured: true }, { isConfigured: false, heldBy: null })
}

/**
 * Who holds it names it: it is there, though others may have taken it for given up meanwhile, and it is the only one at its
 * address, which may have had another name before.
 */
export async function holdNode(ctx: Ctx, { id, worker }: Holding): Promise<void> {
  await transact(ctx, async (tx) => {
    const [row] = await tx.db.gpuNode.updateManyAndReturn({
      where: { id },
      data: { isConfigured: true, heldBy: worker },
      select: { id: true, url: true },
    })
    if (!row) return
    const former = await tx.db.gpuNode.updateManyAndReturn({
      where: { url: row.url, id: { not: id }, isConfigured: true },
      data: { isConfigured: false, heldBy: null },
      select: { id: true },
    })
    for (const node of [row, ...former]) tx.publish({ type: 'node.updated', id: node.id })
  })
}

export async function letGoOfNode(ctx: Ctx, { id, worker }: Holding): Promise<void> {
  await change(ctx, { id, heldBy: worker }, { heldBy: null })
}

export type Holding = { id: string; worker: string }

/** What its holder saw of it. */
export type Sight = Partial<
  Pick<
    Prisma.GpuNodeUncheckedUpdateManyInput,
    | 'health'
    | 'reason'
    | 'latencyMs'
    | 'version'
    | 'device'
    | 'vramTotalGb'
    | 'vramFreeGb'
    | 'foreign'
    | 'warmKey'
    | 'warmSince'
    | 'freeSince'
  >
>

/** Told to people when it is news; how long an answer took is none. */
export async function noteSight(ctx: Ctx, holding: Holding, seen: { sight: Sight; isNews: boolean }): Promise<void> {
  const { id, worker } = holding
  const data = { ...seen.sight, checkedAt: ctx.clock.now() }
  if (seen.isNews) await change(ctx, { id, heldBy: worker }, data)
  else await ctx.db.gpuNode.updateMany({ where: { id, heldBy: worker }, data })
}

/** Written only when they are others than are known. */
export async function noteAbilities(ctx: Ctx, { id, worker }: Holding, abilities: Abilities): Promise<void> {
  const abilitiesHash = hashAbilities(abilities)
  const isOther = { OR: [{ abilitiesHash: null }, { abilitiesHash: { not: abilitiesHash } }] }
  const { nodeTypes, models } = abilities
  const data = { abilities: { nodeTypes: [...nodeTypes], models: copyLists(models) }, abilitiesHash }
  await change(ctx, { id, heldBy: worker, ...isOther }, data)
}

/** What its holder before has left loaded, as far as that is known. */
export async function readWarm({ db }: Pick<Ctx, 'db'>, id: string): Promise<Warm> {
  const row = await db.gpuNode.findUnique({ where: { id }, select: { warmKey: true, warmSince: true } })
  return { warmKey: row?.warmKey ?? null, warmSinceMs: row?.warmSince?.getTime() ?? null }
}

/** A GPU that was to finish what it had has finished it. */
export async function endDraining(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, { id, mode: 'draining' }, { mode: 'paused' })
}

/** Tells of it when it changed something. */
async function change(
  ctx: Ctx,
  where: Prisma.GpuNodeWhereInput & { id: string },
  data: Prisma.GpuNodeUncheckedUpdateManyInput,
): Promise<void> {
  await transact(ctx, async (tx: TxCtx) => {
    const { count } = await tx.db.gpuNode.updateMany({ where, data })
    if (count > 0) tx.publish({ type: 'node.updated', id: where.id })
  })
}

/** The database wants lists that may be written to. */
function copyLists(models: Abilities['models']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(models).map(([folder, names]) => [folder, [...names]]))
}
