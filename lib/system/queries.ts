import { probeNode } from '#lib/fleet/probe.ts'
import { loadNodes } from '#lib/fleet/registry.ts'
import { queueState } from '#lib/jobs/queue-state.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Env } from '#lib/runtime/env.ts'
import { authorize } from '#lib/team/authorize.ts'
import {
  forgottenAfterMs,
  type ProcessHealth,
  processKinds,
  type Readiness,
  type RendererHealth,
  type SystemStatus,
  stateOf,
} from './model.ts'

type Asked = { teamId: string; env: Pick<Env, 'GPUS_FILE' | 'COMFYUI_URL'>; version: string }

/** What the System page shows. */
export async function readSystem(ctx: Ctx, { teamId, env, version }: Asked): Promise<SystemStatus> {
  await authorize(ctx, 'system.see', { kind: 'team', id: teamId })
  const [processes, database, queue, renderers] = await Promise.all([
    readProcesses(ctx),
    readDatabase(ctx),
    queueState(ctx.db),
    readRenderers(env),
  ])
  return { version, processes, database, queue, renderers }
}

async function readProcesses(ctx: Ctx): Promise<ProcessHealth[]> {
  const now = ctx.clock.now()
  const rows = await ctx.db.process.findMany({
    where: { seenAt: { gt: new Date(now.getTime() - forgottenAfterMs) } },
    orderBy: [{ kind: 'asc' }, { startedAt: 'asc' }],
  })
  return rows.flatMap(({ kind, seenAt, startedAt, ...row }) => {
    const known = processKinds.find((name) => name === kind)
    return known ? [{ ...row, kind: known, startedAt: startedAt.toISOString(), state: stateOf({ seenAt, now }) }] : []
  })
}

async function readDatabase(ctx: Ctx): Promise<SystemStatus['database']> {
  const rows = await ctx.db.$queryRaw<SystemStatus['database'][]>`
    select current_setting('server_version') as version,
      pg_database_size(current_database())::float8 as "sizeBytes",
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`
  const [row] = rows
  if (!row) throw new Error('Postgres answered a select without from with no row.')
  return row
}

async function readRenderers(env: Asked['env']): Promise<RendererHealth[]> {
  const nodes = await loadNodes(env)
  return await Promise.all(
    nodes.map(async (node) => {
      const { id, name, url, tier } = node
      return { id, name, url, tier, health: await probeNode(node) }
    }),
  )
}

/** Whether requests can be served: asked by load balancers, so it never throws and names no secrets. */
export async function readReadiness(
  ctx: Pick<Ctx, 'db' | 'log'>,
  { migrations: known }: { migrations: readonly string[] },
): Promise<Readiness> {
  try {
    const rows = await ctx.db.$queryRaw<{ name: string }[]>`
      select migration_name as name from _prisma_migrations where finished_at is not null`
    const applied = new Set(rows.map((row) => row.name))
    const missing = known.filter((name) => !applied.has(name))
    const migrations = missing.length === 0 ? 'ok' : `waiting for ${missing.join(', ')}`
    const queue = (await queueState(ctx.db)).installed ? 'ok' : 'waiting for a worker to set it up'
    return { ready: migrations === 'ok' && queue === 'ok', checks: { database: 'ok', migrations, queue } }
  } catch (error) {
    ctx.log.warn({ err: error }, 'Not ready: the database does not answer')
    const unknown = 'unknown while the database is away'
    return { ready: false, checks: { database: 'does not answer', migrations: unknown, queue: unknown } }
  }
}
