import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { AppError, systemCode } from '#lib/runtime/errors.ts'
import { isDiskFull } from './files.ts'
import { findBinaries } from './postgres-binaries.ts'
import { choosePort, endLeftover, ensureCluster, rememberPort } from './postgres-cluster.ts'
import { explainPostgres, isWorthAnotherTry } from './postgres-errors.ts'
import { settingsFor } from './postgres-settings.ts'
import { commandAs, type RunAs } from './postgres-user.ts'
import { stopChild } from './processes.ts'

export type ExitReason = { code: number | null; signal: NodeJS.Signals | null }

export type RunningPostgres = {
  url: string
  version: string
  pid: number
  /** Stops in order; after `graceMs` less gently, but always so that nothing committed is lost. */
  stop(graceMs?: number): Promise<void>
  exited: Promise<ExitReason>
}

export type PostgresOptions = {
  /** The folder that holds the cluster, its password and its port. The caller sees to it that nobody else uses it. */
  dir: string
  log: (line: string) => void
  /** Insist on this port: programs that are still running know it. */
  port?: number
  /** A port that another program of ours is about to listen on. */
  reservedPort?: number
  /** Breaks the start off: nothing of it runs any more when it rejects. */
  signal?: AbortSignal
  /** False for databases that live as long as a test: no waiting for the disk. */
  isDurable?: boolean
}

/** A start that is broken off has confirmed nothing to anybody that a harder end could lose. */
const brokenOffGraceMs = 1_000
/** Crash recovery replays at most max_wal_size, seconds of work even on a slow disk. */
const readyTimeoutMs = 60_000
/** How long a start is tried again while the last run's backends let go of their shared memory. */
const retryForMs = 15_000
const user = 'framewright'
const database = 'framewright'

/** Starts the embedded Postgres on 127.0.0.1 and waits until it takes connections. Makes the cluster the first time. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { signal } = options
  const binaries = await findBinaries()
  const cluster = await ensureCluster({ dir: options.dir, binaries, user, signal })
  await endLeftover(cluster.clusterDir, signal)
  const giveUpAtMs = Date.now() + retryForMs
  for (;;) {
    const port = options.port ?? (await choosePort(options.dir, options.reservedPort))
    signal?.throwIfAborted()
    const launched = launch({ ...cluster, file: binaries.postgres, port, options })
    const breakOff = (): void => void launched.stop(brokenOffGraceMs)
    signal?.addEventListener('abort', breakOff)
    try {
      const urlOf = (name: string) => `postgresql://${user}:${cluster.password}@127.0.0.1:${port}/${name}`
      const version = await waitUntilReady(urlOf('postgres'), launched)
      await rememberPort(options.dir, port)
      return { url: urlOf(database), version, pid: launched.pid, stop: launched.stop, exited: launched.exited }
    } catch (error) {
      const isFull = await isDiskFull(options.dir)
      await launched.stop()
      signal?.throwIfAborted()
      if (!isWorthAnotherTry(launched.lastLines) || Date.now() > giveUpAtMs) {
        throw explainPostgres({ dir: options.dir, lines: launched.lastLines, cause: error, isFull })
      }
      await delay(100)
    } finally {
      signal?.removeEventListener('abort', breakOff)
    }
  }
}

type Launched = {
  pid: number
  exited: Promise<ExitReason>
  lastLines: string[]
  hasExited(): boolean
  stop(graceMs?: number): Promise<void>
}

type LaunchInput = { file: string; clusterDir: string; runAs: RunAs; port: number; options: PostgresOptions }

function launch({ file, clusterDir, runAs, port, options }: LaunchInput): Launched {
  const run = commandAs(runAs, file, ['-D', clusterDir, ...settingsFor(port, options.isDurable ?? true)])
  // A session of its own: Ctrl-C in the terminal must not stop the database before its users.
  const child = spawn(run.file, run.args, { ...run.options, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const lastLines: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    options.log(line)
    lastLines.push(line)
    if (lastLines.length > 200) lastLines.shift()
  })
  // 'close' rather than 'exit': its last lines, which hold the reason, have been read by then.
  const exited = new Promise<ExitReason>((resolve) => {
    child.once('error', (error) => {
      lastLines.push(error.message)
      resolve({ code: 1, signal: null })
    })
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const watchdog = child.pid === undefined ? undefined : startWatchdog(child.pid)
  void exited.then(() => watchdog?.kill('SIGKILL'))
  return {
    pid: child.pid ?? 0,
    exited,
    lastLines,
    hasExited: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    // Fast shutdown (a checkpoint, no waiting for clients), then the harder ways: all leave a database that recovers.
    stop: async (graceMs = 5_000) => {
      await stopChild(child, exited, [
        ['SIGINT', graceMs],
        ['SIGQUIT', 1_000],
        ['SIGKILL', 2_000],
      ])
    },
  }
}

/** Holds a pipe of ours; when the pipe breaks, because we were killed, it asks Postgres to stop. */
function startWatchdog(postgresPid: number): ChildProcess {
  const script = 'read -r _; kill -INT "$0"'
  const watchdog = spawn('/bin/sh', ['-c', script, String(postgresPid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.on('error', () => {})
  return watchdog
}

async function waitUntilReady(url: string, launched: Launched): Promise<string> {
  const giveUpAtMs = Date.now() + readyTimeoutMs
  for (;;) {
    if (launched.hasExited()) {
      await launched.exited
      throw new Error('Postgres ended while it started')
    }
    try {
      return await openDatabase(url)
    } catch (error) {
      const code = systemCode(error) ?? ''
      // Not listening yet, recovering, or gone again while we were connecting: all show in the next round.
      const isStarting = ['ECONNREFUSED', 'ECONNRESET', '57P03'].includes(code) || launched.hasExited()
      if (!isStarting || Date.now() > giveUpAtMs) throw error
    }
    await delay(15)
  }
}

/** Proves that Postgres accepts connections, sees to it that our database exists, and gives the server's version. */
async function openDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const found = await client.query<{ version: string; exists: boolean }>(
      `select current_setting('server_version') as version,
              exists (select from pg_database where datname = $1) as exists`,
      [database],
    )
    const row = found.rows[0]
    if (!row) throw new AppError({ code: 'INTERNAL', message: 'Postgres did not answer a simple question.' })
    if (!row.exists) await client.query(`create database ${database} template template0`)
    return row.version.split(' ')[0] ?? row.version
  } finally {
    await client.end().catch(() => {})
  }
}
