import type { Ctx } from '#lib/runtime/context.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { JobsCtx } from './context.ts'
import type { NodeView } from './fleet-view.ts'
import { readFleetView } from './fleet-view.ts'
import { readGpuDetails } from './gpu-details.ts'
import { readHistory } from './gpu-history.ts'
import {
  type GpuJob,
  type GpuList,
  type GpuRow,
  type GpuStates,
  mostCounted,
  reasonOfGpu,
  stateOfGpu,
} from './gpu-model.ts'
import type { InHand } from './in-hand.ts'
import type { JobKind } from './model.ts'

type TeamCtx = Ctx & { teamId: string }

/** Everything about every GPU. What is shown while it changes is `readGpuStates`. */
export async function listGpus(ctx: TeamCtx & Pick<JobsCtx, 'library'>): Promise<GpuList> {
  const [{ items, waiting, isPaused, nodes }, history] = await Promise.all([readStates(ctx), readHistory(ctx)])
  const details = await readGpuDetails(ctx, nodes)
  return {
    items: items.map((gpu) => ({
      ...gpu,
      ...(details.get(gpu.id) ?? { models: [], workflows: [], speeds: [] }),
      utilisation: history.utilisation[gpu.id] ?? [],
    })),
    ...{ waiting, isPaused, queueDepth: history.queueDepth, nextCursor: null },
  }
}

/** How the GPUs are now and what they do: little enough to be read at every change. */
export async function readGpuStates(ctx: TeamCtx): Promise<GpuStates> {
  const { items, waiting, isPaused } = await readStates(ctx)
  return { items, waiting, isPaused }
}

async function readStates(ctx: TeamCtx): Promise<GpuStates & { nodes: NodeView[] }> {
  await authorize(ctx, 'project.see', { kind: 'team', id: ctx.teamId })
  const [{ nodes, isPaused }, jobs, waiting] = await Promise.all([
    readFleetView(ctx),
    readJobsOnGpus(ctx),
    countWaiting(ctx),
  ])
  return { items: nodes.map((node) => toRow(node, jobs)), waiting, isPaused, nodes }
}

type OnGpu = {
  id: string
  kind: JobKind
  startedAt: Date | null
  isCancelling: boolean
  isVisible: boolean
  projectId: string
  projectName: string
  sentenceId: string | null
  sentenceText: string | null
  personName: string
}

/** As much of a sentence as a card shows. */
const shownText = 200

async function readJobsOnGpus({ db, actor }: Ctx): Promise<Map<string, OnGpu>> {
  const rows = await db.$queryRaw<OnGpu[]>`
    select j.id, j.kind::text as kind, j."startedAt", j."cancelAskedAt" is not null as "isCancelling",
      exists (select 1 from membership m where m."teamId" = p."teamId" and m."personId" = ${actor.personId}::uuid) as "isVisible",
      p.id as "projectId", p.name as "projectName", s.id as "sentenceId", left(s.text, ${shownText}) as "sentenceText",
      r.name as "personName"
    from job j join project p on p.id = j."projectId" join person r on r.id = j."requestedById"
      left join sentence s on s.id = j."sentenceId"
    where j.state = 'processing' and j."nodeUrl" is not null`
  return new Map(rows.map((row) => [row.id, row]))
}

async function countWaiting({ db }: Ctx): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (select 1 from job where state = 'queued' and not "isHeld" limit ${mostCounted}) waiting`
  return row?.count ?? 0
}

function toRow(node: NodeView, jobs: ReadonlyMap<string, OnGpu>): GpuRow {
  const { id, name, url, settings, mode, health, heldBy, latencyMs, version, device, foreign, inHand } = node
  const facts = { ...node, isBusy: inHand.length > 0 }
  return {
    ...{
      id,
      name,
      url,
      tier: settings.tier,
      maxBatch: settings.maxBatch,
      state: stateOfGpu(facts),
      reason: reasonOfGpu(facts),
      mode,
      health,
      heldBy,
    },
    current: toJob(inHand[0], jobs),
    prepared: toJob(inHand[1], jobs),
    memory: memoryOf(node),
    ...{ latencyMs, version, device, foreign, abilitiesHash: node.abilitiesHash },
    checkedAt: node.checkedAtMs === null ? null : new Date(node.checkedAtMs).toISOString(),
  }
}

function memoryOf({ vramTotalGb, vramFreeGb }: NodeView): GpuRow['memory'] {
  return vramTotalGb === null || vramTotalGb === 0 ? null : { totalGb: vramTotalGb, freeGb: vramFreeGb ?? vramTotalGb }
}

function toJob(inHand: InHand | undefined, jobs: ReadonlyMap<string, OnGpu>): GpuJob | null {
  const job = inHand && jobs.get(inHand.jobId)
  if (!job) return null
  const { id, kind, startedAt, isCancelling, isVisible, projectId, projectName, sentenceId, sentenceText, personName } =
    job
  return {
    ...{ id, kind, isCancelling },
    startedAt: startedAt?.toISOString() ?? null,
    endsAt: new Date(inHand.endsAtMs).toISOString(),
    about: isVisible ? { projectId, projectName, sentenceId, sentenceText, personName } : null,
  }
}
