import type { Ctx } from '#lib/runtime/context.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { GpuHistory } from './gpu-model.ts'

const minutes = 60
const minuteMs = 60_000

/** How busy each GPU was in the last hour, and how many jobs waited. */
export async function readGpuHistory(ctx: Ctx & { teamId: string }): Promise<GpuHistory> {
  await authorize(ctx, 'project.see', { kind: 'team', id: ctx.teamId })
  return await readHistory(ctx)
}

export async function readHistory({ db, clock }: Ctx): Promise<GpuHistory> {
  const now = clock.now()
  // Whole minutes of the clock, so that values that are past stay as they are. The last one goes on.
  const endsAt = new Date(Math.floor(now.getTime() / minuteMs + 1) * minuteMs)
  const from = new Date(endsAt.getTime() - minutes * minuteMs)
  const [busy, depth] = await Promise.all([readBusy(db, { from, now }), readDepth(db, from)])
  const utilisation: Record<string, number[]> = {}
  const lastMs = Math.max(1, now.getTime() - (endsAt.getTime() - minuteMs))
  for (const { nodeId, values } of busy) {
    const seconds = new Map(values.map(({ minute, busyS }) => [minute, busyS]))
    utilisation[nodeId] = Array.from({ length: minutes }, (_, minute) => {
      const share = ((seconds.get(minute) ?? 0) * 1_000) / (minute === minutes - 1 ? lastMs : minuteMs)
      return Math.round(Math.min(1, share) * 1_000) / 1_000
    })
  }
  return { utilisation, queueDepth: depth, endsAt: endsAt.toISOString() }
}

type Span = { from: Date; now: Date }

/** Seconds of drawing in each minute that had any, by GPU. */
async function readBusy(
  db: Ctx['db'],
  { from, now }: Span,
): Promise<{ nodeId: string; values: { minute: number; busyS: number }[] }[]> {
  return await db.$queryRaw`
    with drawn as (
      select "nodeUrl", greatest(extract(epoch from "startedAt" - ${from}), 0)::float8 as starts,
        extract(epoch from "renderedAt" - ${from})::float8 as ends
      from job where "renderedAt" > ${from} and "startedAt" is not null
      union all
      select "nodeUrl", greatest(extract(epoch from "startedAt" - ${from}), 0)::float8,
        extract(epoch from ${now}::timestamptz - ${from})::float8
      from job where state = 'processing' and "startedAt" is not null and "renderedAt" is null
    ), busy as (
      select "nodeUrl", minute, sum(least(ends, minute * 60 + 60) - greatest(starts, minute * 60))::float8 as seconds
      from drawn cross join lateral
        generate_series(floor(starts / 60)::int, least(${minutes - 1}::int, floor(ends / 60)::int)) as minute
      group by "nodeUrl", minute
    )
    select n.id as "nodeId",
      coalesce(json_agg(json_build_object('minute', b.minute, 'busyS', b.seconds)) filter (where b.minute is not null), '[]')
        as values
    from gpu_node n left join busy b on b."nodeUrl" = n.url
    where n."isConfigured" group by n.id`
}

/**
 * How many waited at the end of each minute: those who had come and not gone by then. They are counted by their comings and
 * goings, each looked at once, however many wait. One that was cancelled while it waited leaves no trace here.
 */
async function readDepth(db: Ctx['db'], from: Date): Promise<number[]> {
  const rows = await db.$queryRaw<{ depth: number }[]>`
    with waited as (
      select "createdAt" as came, null::timestamptz as went from job where state = 'queued'
      union all
      select "createdAt", "claimedAt" from job where state = 'processing'
      union all
      select "createdAt", "claimedAt" from job where "renderedAt" > ${from} and state <> 'processing'
    ), moves as (
      select greatest(0, ceil(extract(epoch from came - ${from}) / 60)::int - 1) as minute, 1 as by from waited
      union all
      select greatest(0, ceil(extract(epoch from went - ${from}) / 60)::int - 1), -1 from waited where went is not null
    ), sums as (
      select minute, sum(by)::int as by from moves where minute < ${minutes} group by minute
    )
    select sum(coalesce(s.by, 0)) over (order by m.minute)::int as depth
    from generate_series(0, ${minutes - 1}) as m(minute) left join sums s on s.minute = m.minute
    order by m.minute`
  return rows.map(({ depth }) => Math.max(0, depth))
}
