import type { NodeProbe } from '#lib/fleet/probe.ts'
import { loadNodes } from '#lib/fleet/registry.ts'
import { queueState } from '#lib/jobs/queue-state.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import type { Env } from '#lib/runtime/env.ts'
import { describeError, isAppError } from '#lib/runtime/errors.ts'
import type { Log } from '#lib/runtime/log.ts'
import { authorize } from '#lib/team/authorize.ts'
import {
  type DatabaseStatus,
  forgottenAfterMs,
  type Part,
  type ProcessHealth,
  processKinds,
  type Readiness,
  type RendererHealth,
  type SystemStatus,
  stateOf,
} from './model.ts'

type Asked = {
  teamId: string
  env: Pick<Env, 'GPUS_FILE' | 'COMFYUI_URL'>
  version: string
  /** Left out, the nodes are named and not asked: a page is not kept waiting by one that does not answer. */
  probe?: NodeProbe
}

/** What the System page shows. */
export async function readSystem(ctx: Ctx, { teamId, env, version, probe }: Asked): Promise<SystemStatus> {
  try {
    await authorize(ctx, 'system.see', { kind: 'team', id: teamId })
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    return withoutDatabase(version)
  }
  const [processes, database, queue, renderers] = await Promise.all([
    settle(ctx.log, readProcesses(ctx)),
    settle(ctx.log, readDatabase(ctx)),
    settle(ctx.log, queueState(ctx.db)),
    settle(ctx.log, readRenderers(env, probe)),
  ])
  return { version, processes, database, queue, renderers }
}

const databaseAway = 'The database does not answer at the moment.'

/**
 * Just then somebody looks here, so the page still says what is wrong. Who may see what is in the database too, so that is
 * all it says.
 */
function withoutDatabase(version: string): SystemStatus {
  const failed = (reason: string) => ({ state: 'failed', reason }) as const
  const unknown = failed('This cannot be known while the database does not answer.')
  return { version, processes: unknown, database: failed(databaseAway), queue: unknown, renderers: unknown }
}

async function settle<T>(log: Log, work: Promise<T>): Promise<Part<T>> {
  try {
    return { state: 'ok', value: await work }
  } catch (error) {
    if (isAppError(error)) return { state: 'failed', reason: describeError(error) }
    log.warn({ err: error }, 'A part of the system could not be looked at')
    return { state: 'failed', reason: isDatabaseAway(error) ? databaseAway : 'This cannot be read; the log says why.' }
  }
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

async function readDatabase(ctx: Ctx): Promise<DatabaseStatus> {
  const [row] = await ctx.db.$queryRaw<DatabaseStatus[]>`
    select current_setting('server_version') as version,
      pg_database_size(current_database())::float8 as "sizeBytes",
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`
  if (!row) throw new Error('Postgres answered a select without from with no row.')
  return row
}

async function readRenderers(env: Asked['env'], probe: Asked['probe']): Promise<RendererHealth[]> {
  const nodes = await loadNodes(env)
  return await Promise.all(
    nodes.map(async (node) => {
      const { id, name, url, tier } = node
      return { id, name, url, tier, health: probe ? await probe(node) : { state: 'unasked' } }
    }),
  )
}

/** Whether requests can be served: asked by load balancers, so it never throws and names no secrets. */
export async function readReadiness(
  ctx: Pick<Ctx, 'db' | 'log'>,
  { migrations: known }: { migrations: readonly string[] },
): Promise<Readiness> {
  try {
    const applied = await readApplied(ctx.db)
    const missing = known.filter((name) => !applied.has(name))
    const migrations = missing.length === 0 ? 'ok' : `waiting for ${missing.join(', ')}`
    const queue = (await queueState(ctx.db)).installed ? 'ok' : 'waiting for a worker to set it up'
    return { ready: migrations === 'ok' && queue === 'ok', checks: { database: 'ok', migrations, queue } }
  } catch (error) {
    const database = isDatabaseAway(error) ? 'does not answer' : 'cannot be read; the log says why'
    ctx.log.warn({ err: error }, `Not ready: the database ${database}`)
    const unknown = 'unknown while the database cannot be read'
    return { ready: false, checks: { database, migrations: unknown, queue: unknown } }
  }
}

async function readApplied(db: Ctx['db']): Promise<Set<string>> {
  const [history] = await db.$queryRaw<{ exists: boolean }[]>`
    select to_regclass('_prisma_migrations') is not null as exists`
  // An empty database: nothing has been brought up to date yet.
  if (!history?.exists) return new Set()
  const rows = await db.$queryRaw<{ name: string }[]>`
    select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`
  return new Set(rows.map((row) => row.name))
}
