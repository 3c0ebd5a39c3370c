import { type Runner, splitByAbility } from '#lib/fleet/can-run.ts'
import { describeLack } from '#lib/fleet/describe-lack.ts'
import { noSuchGpu } from '#lib/fleet/node-commands.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { JobsCtx } from './context.ts'
import { readFleetView } from './fleet-view.ts'
import type { GpuDetails, GpuWorkflow } from './gpu-model.ts'
import { sampleNeeds } from './sample-needs.ts'

type LibraryCtx = Ctx & Pick<JobsCtx, 'library'>

/** What one GPU has and can do: large, and seldom other than it was. */
export async function readGpu(ctx: LibraryCtx & { teamId: string }, { id }: { id: string }): Promise<GpuDetails> {
  await authorize(ctx, 'project.see', { kind: 'team', id: ctx.teamId })
  const { nodes } = await readFleetView(ctx)
  const details = (await readGpuDetails(ctx, nodes)).get(id)
  if (!details) throw noSuchGpu(id)
  return details
}

type Known = { id: string; runner: Runner }

export async function readGpuDetails(
  ctx: Pick<JobsCtx, 'db' | 'library'>,
  nodes: readonly Known[],
): Promise<Map<string, GpuDetails>> {
  const [models, speeds] = await Promise.all([readModels(ctx.db), readSpeeds(ctx.db)])
  const workflows = findRunnable(ctx, nodes)
  return new Map(
    nodes.map(({ id }) => [
      id,
      {
        models: models.get(id) ?? [],
        workflows: workflows.get(id) ?? [],
        speeds: speeds.filter(({ nodeId }) => nodeId === id).map(({ nodeId: _, ...speed }) => speed),
      },
    ]),
  )
}

async function readModels(db: Ctx['db']): Promise<Map<string, GpuDetails['models']>> {
  const rows = await db.$queryRaw<{ id: string; models: Record<string, string[]> | null }[]>`
    select id, abilities -> 'models' as models from gpu_node where "isConfigured"`
  return new Map(
    rows.map(({ id, models }) => [
      id,
      Object.entries(models ?? {}).map(([folder, names]) => ({ folder, names, count: names.length })),
    ]),
  )
}

async function readSpeeds(db: Ctx['db']): Promise<{ nodeId: string; work: string; runMs: number; samples: number }[]> {
  return await db.gpuSpeed.findMany({ where: { work: { not: { startsWith: 'load:' } } }, orderBy: { work: 'asc' } })
}

/** Which workflows run where, found with a request that fills what each needs and no more. */
function findRunnable({ library }: Pick<JobsCtx, 'library'>, nodes: readonly Known[]): Map<string, GpuWorkflow[]> {
  const found = new Map<string, GpuWorkflow[]>(nodes.map(({ id }) => [id, []]))
  const runners = nodes.map(({ id, runner }) => ({ id, ...runner }))
  for (const { template } of library.list()) {
    const needs = template && sampleNeeds(template)
    if (!needs) continue
    const { id, title } = template.manifest
    const { able, unable } = splitByAbility(runners, needs)
    for (const node of able) found.get(node.id)?.push({ id, title, canRun: true, lacks: [] })
    for (const { node, lacks } of unable) {
      found.get(node.id)?.push({ id, title, canRun: false, lacks: lacks.map(describeLack) })
    }
  }
  return found
}
