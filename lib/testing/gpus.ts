import { type Abilities, abilitiesOf, hashAbilities } from '#lib/fleet/abilities.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { equippedServer } from './workflows.ts'

/** Everything the built-in workflows need. */
export const equipped: Abilities = abilitiesOf(equippedServer)

/** The same without these files and node types. */
export function without(...names: string[]): Abilities {
  const models = Object.entries(equipped.models).map(([folder, files]) => {
    return [folder, files.filter((file) => !names.includes(file))] as const
  })
  return {
    nodeTypes: equipped.nodeTypes.filter((name) => !names.includes(name)),
    models: Object.fromEntries(models),
  }
}

type Given = Partial<Omit<Prisma.GpuNodeCreateInput, 'abilities'>> & {
  /** Null: it has never said. */
  abilities?: Abilities | null
  capabilities?: string[]
  maxBatch?: number
}

/** A GPU as the worker that holds it keeps its row: open, with everything the built-in workflows need. */
export async function aGpu(
  { db, clock }: Pick<Ctx, 'db' | 'clock'>,
  id: string,
  { abilities = equipped, capabilities, maxBatch = 4, ...given }: Given = {},
): Promise<void> {
  const settings = {
    tier: 'standard',
    capabilities: capabilities ?? null,
    vramGb: null,
    maxResolution: null,
    maxBatch,
  }
  await db.gpuNode.create({
    data: {
      ...{ id, url: `http://${id}:8188`, name: id, settings, health: 'well', heldBy: 'a worker' },
      checkedAt: clock.now(),
      ...(abilities ? { abilities: { ...abilities }, abilitiesHash: hashAbilities(abilities) } : {}),
      ...given,
    },
  })
}

/** No jobs, no GPUs, and nothing remembered of them. */
export async function clearFleet({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await db.job.deleteMany()
  await db.batch.deleteMany()
  await db.gpuNode.deleteMany()
  await db.gpuSpeed.deleteMany()
  await db.fairShare.deleteMany()
  await db.fairClock.deleteMany()
  await db.queuePause.deleteMany()
  await db.strayPrompt.deleteMany()
  await db.process.deleteMany()
  await db.$executeRaw`delete from pgboss.job where name like 'render%'`
}
