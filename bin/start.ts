import path from 'node:path'
import { loadNodes } from '#lib/fleet/registry.ts'
import { type Env, readEnv } from '#lib/runtime/env.ts'
import { describeError } from '#lib/runtime/errors.ts'
import { migrate } from '#lib/runtime/migrate.ts'
import { appProcesses, appUnits, openProcessLog } from './host/app-units.ts'
import { ensureBuild } from './host/build.ts'
import { checkDatabase, placeOf } from './host/database.ts'
import { type Instance, readInstance, recordInstance } from './host/instance-file.ts'
import { lockInstance } from './host/instance-lock.ts'
import { endLeftoverProcesses } from './host/leftovers.ts'
import { postgresUnit } from './host/postgres-unit.ts'
import { ensureAuthSecret } from './host/secret.ts'
import { chooseSketchAddress } from './host/sketch-address.ts'
import { watchStopSignals } from './host/stop-signals.ts'
import { addressOf, describeStart } from './host/summary.ts'
import { createSupervisor, type Supervisor } from './host/supervisor.ts'
import { createTerminal, type Terminal } from './host/terminal.ts'
import { requirePort } from './host/web-port.ts'

const root = path.resolve(import.meta.dirname, '..')

type Run = {
  env: Env
  /** Where the sketch renderer answers, when no GPU is configured. */
  sketchUrl: string | undefined
  isDev: boolean
  isVerbose: boolean
  terminal: Terminal
  supervisor: Supervisor
  stopping: AbortSignal
}

/** Starts the database, the worker and the web, keeps them running, and stops them in order. */
export async function main(args: string[]): Promise<number> {
  const env = readEnv()
  const nodes = await loadNodes(env)
  const terminal = createTerminal()
  const lock = await lockInstance(env.DATA_DIR)
  const last = await readInstance(env.DATA_DIR)
  const instance = recordInstance({ dataDir: env.DATA_DIR, address: addressOf(env), last })
  const stopping = new AbortController()
  const supervisor = createSupervisor({
    onNotice: (line) => terminal.print(`  ${line}`),
    onChange: instance.setProcesses,
  })
  const stopped = new Promise<'stopped'>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve('stopped')),
  )
  const unwatch = watchStopSignals({
    onStop: () => stopping.abort(),
    onStopNow: supervisor.stopNow,
  })
  const isDev = args.includes('--dev')
  const isVerbose = isDev || args.includes('--verbose') || ['trace', 'debug'].includes(env.LOG_LEVEL)
  const sketchUrl = nodes.length === 0 ? await chooseSketchAddress(env.DATA_DIR) : undefined
  const run: Run = { env, sketchUrl, isDev, isVerbose, terminal, supervisor, stopping: stopping.signal }

  let failure: unknown
  try {
    const starting = startAll(run, last)
    // When it is stopped while it starts, what fails because of that is no news.
    starting.catch(() => {})
    const started = await Promise.race([starting, stopped])
    if (started !== 'stopped') {
      instance.setReady()
      terminal.print(describeStart({ env, nodes, database: started.database }))
      const end = await Promise.race([supervisor.failed, stopped])
      if (end !== 'stopped') failure = end
    }
  } catch (error) {
    if (!stopping.signal.aborted) failure = error
  }
  stopping.abort()
  if (failure === undefined) terminal.print('\n  Stopping …')
  await supervisor.stop()
  await instance.remove()
  lock.release()
  unwatch()
  if (failure === undefined) {
    terminal.print('  Framewright has stopped.')
    return 0
  }
  process.stderr.write(`\n  ${describeError(failure)}\n\n`)
  return 1
}

async function startAll(run: Run, last: Instance | undefined): Promise<{ database: string }> {
  const { env, sketchUrl, isDev, terminal, supervisor, stopping } = run
  if (last) {
    const files = Object.fromEntries(appProcesses.map(({ name, file }) => [name, file]))
    await terminal.step('Waiting for the last run to end', async () => await endLeftoverProcesses(last, files))
  }
  await requirePort(env)
  const build = isDev
    ? Promise.resolve()
    : ensureBuild({ root, signal: stopping, around: (work) => terminal.step('Building the pages', work) })
  const [database, authSecret] = await Promise.all([
    startDatabase(run),
    env.AUTH_SECRET ?? ensureAuthSecret(env.DATA_DIR),
    build,
  ])
  const units = appUnits({
    env: {
      NODE_ENV: isDev ? 'development' : 'production',
      DATABASE_URL: database.url,
      DATA_DIR: env.DATA_DIR,
      AUTH_SECRET: authSecret,
      HOST: env.HOST,
      PORT: String(env.PORT),
      ...(sketchUrl ? { SKETCH_URL: sketchUrl } : {}),
      // Nothing is reported to anyone.
      NEXT_TELEMETRY_DISABLED: '1',
    },
    hasSketch: sketchUrl !== undefined,
    logsDir: path.join(env.DATA_DIR, 'logs'),
    isVerbose: run.isVerbose,
    print: terminal.print,
  })
  await terminal.step('Starting web and worker', async () => {
    await Promise.all(units.map(async (unit) => await supervisor.start(unit)))
  })
  return { database: database.description }
}

async function startDatabase({ env, terminal, supervisor }: Run): Promise<{ url: string; description: string }> {
  if (env.DATABASE_URL) {
    const url = env.DATABASE_URL
    const version = await terminal.step('Connecting to the database', async () => await checkDatabase(url))
    await terminal.step('Bringing the database up to date', async () => await migrate(url))
    return { url, description: `PostgreSQL ${version} at ${placeOf(url)}` }
  }
  const running = { url: '', version: '' }
  const unit = postgresUnit({
    dir: path.join(env.DATA_DIR, 'postgres'),
    reservedPort: env.PORT,
    log: openProcessLog({ name: 'postgres', logsDir: path.join(env.DATA_DIR, 'logs'), print: terminal.print }),
    onStart: ({ url, version }) => Object.assign(running, { url, version }),
  })
  await terminal.step('Starting Postgres', async () => await supervisor.start(unit))
  await terminal.step('Bringing the database up to date', async () => await migrate(running.url))
  return { url: running.url, description: `embedded PostgreSQL ${running.version}` }
}
