import type { Abilities } from '#lib/fleet/abilities.ts'
import type { Lane } from '#lib/fleet/choice.ts'
import type { Needs } from '#lib/fleet/needs.ts'
import type { NodeSettings } from '#lib/fleet/node-row.ts'
import type { SpeedRow } from '#lib/fleet/speeds.ts'
import type { Ctx } from '#lib/runtime/context.ts'

export type GpuNodeRow = {
  id: string
  url: string
  name: string
  settings: NodeSettings
  mode: 'active' | 'draining' | 'paused'
  health: 'well' | 'slow' | 'away' | 'aside' | 'unknown'
  reason: string | null
  latencyMs: number | null
  version: string | null
  device: string | null
  vramTotalGb: number | null
  vramFreeGb: number | null
  foreign: number
  /** Left out when they are known already. */
  abilities: Abilities | null
  abilitiesHash: string | null
  warmKey: string | null
  warmSinceMs: number | null
  freeSinceMs: number | null
  heldBy: string | null
  /** When its holder last said that it lives. Null of one that never did, or has ended. */
  holderSeenAtMs: number | null
  checkedAtMs: number | null
}

export type WaitingRow = {
  name: string
  /** Left out when they are known already. */
  needs: Needs | null
  servedAtMs: number | null
  count: number
  jobs: { id: string; lane: Lane; priority: number; sinceMs: number }[]
}

export type InHandRow = {
  id: string
  nodeUrl: string
  queue: string
  needs: Needs | null
  claimedAtMs: number
  startedAtMs: number | null
}

export type FleetRows = {
  nodes: GpuNodeRow[]
  queues: WaitingRow[]
  inHand: InHandRow[]
  speeds: SpeedRow[]
  isPaused: boolean
}

/** As many of a queue are looked at. */
const jobsLookedAt = 32
/** With so many waiting everyone is busy, and how many more there are changes no choice. */
const mostCounted = 300

type Known = { queues: readonly string[]; abilities: readonly string[] }
/** Only the GPUs are of interest, or what waits for them too. */
type Wanted = { known: Known; isWithQueues: boolean }

/**
 * All that a choice is made from, in one question. What is large and never changes under its name is asked for once: `known`
 * says what of that is here.
 */
export async function readFleetRows(
  { db, clock }: Pick<Ctx, 'db' | 'clock'>,
  { known: { queues, abilities }, isWithQueues }: Wanted,
): Promise<FleetRows> {
  const now = clock.now()
  const [rows] = await db.$queryRaw<FleetRows[]>`
    select
      (select coalesce(json_agg(n), '[]') from (
        select id, url, name, settings, mode, health, reason, "latencyMs", version, device, "vramTotalGb", "vramFreeGb",
          "foreign", "abilitiesHash", "warmKey", "heldBy",
          (select extract(epoch from max(p."seenAt")) * 1000 from process p
            where p.kind = 'worker' and concat(p.host, ' ', p.pid) = "heldBy") as "holderSeenAtMs",
          extract(epoch from "checkedAt") * 1000 as "checkedAtMs",
          extract(epoch from "warmSince") * 1000 as "warmSinceMs",
          extract(epoch from "freeSince") * 1000 as "freeSinceMs",
          case when "abilitiesHash" = any(${abilities}) then null else abilities end as abilities
        from gpu_node where "isConfigured" order by name, id) n) as nodes,
      (select coalesce(json_agg(q), '[]') from (
        select r.name, extract(epoch from r."servedAt") * 1000 as "servedAtMs", heads.jobs,
          (select count(*) from (
            select 1 from job w where w.queue = r.name and w.state = 'queued' and not w."isHeld"
            limit ${mostCounted}) counted) as count,
          case when r.name = any(${queues}) then null else r.needs end as needs
        from render_queue r cross join lateral (
          select json_agg(h) as jobs from (
            select j.id, j.lane, j.priority,
              extract(epoch from greatest(j."createdAt", j."notBefore")) * 1000 as "sinceMs"
            from job j
            where j.queue = r.name and j.state = 'queued' and not j."isHeld"
              and (j."notBefore" is null or j."notBefore" <= ${now})
            order by j.priority desc, j."createdAt", j.id limit ${jobsLookedAt}) h) heads
        where ${isWithQueues} and heads.jobs is not null) q) as queues,
      (select coalesce(json_agg(i), '[]') from (
        select j.id, j."nodeUrl", j.queue, extract(epoch from j."claimedAt") * 1000 as "claimedAtMs",
          extract(epoch from j."startedAt") * 1000 as "startedAtMs",
          case when j.queue = any(${queues}) then null else r.needs end as needs
        from job j left join render_queue r on r.name = j.queue
        where j.state = 'processing' and j."nodeUrl" is not null and j."renderedAt" is null
        order by j."startedAt" nulls last, j."claimedAt", j.id) i) as "inHand",
      (select coalesce(json_agg(s), '[]') from (select "nodeId", work, "runMs", samples from gpu_speed) s) as speeds,
      exists (select 1 from queue_pause) as "isPaused"`
  if (!rows) throw new Error('Postgres answered a select without from with no row.')
  return rows
}
