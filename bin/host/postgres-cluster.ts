import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, systemCode } from '#lib/runtime/errors.ts'
import { isAlive } from '#lib/runtime/is-alive.ts'
import { collectOutput } from './collect-output.js'
import { isDiskFull, readIfThere, renameSafely, writeFileSafely } from './files.ts'
import { findPort, isPortFree } from './ports.ts'
import type { Binaries } from './postgres-binaries.ts'
import { explainPostgres } from './postgres-errors.ts'
import { chooseRunAs, commandAs, type RunAs } from './postgres-user.ts'
import { endProcess, hasPostgres, isPostgresOf } from './processes.ts'
import { ensureSecret, readSecret } from './secret.ts'

export type Cluster = { clusterDir: string; password: string; runAs: RunAs }

/** Finds the cluster in `dir`, or makes it: `cluster/`, and beside it the `password` and `port` that belong to it. */
export async function ensureCluster(input: {
  dir: string
  binaries: Binaries
  user: string
  signal: AbortSignal | undefined
}): Promise<Cluster> {
  const { dir, binaries, user, signal } = input
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const clusterDir = path.join(await realpath(dir), 'cluster')
  const runAs = await chooseRunAs(dir, clusterDir, binaries.postgres)
  const passwordFile = path.join(dir, 'password')
  const major = (await readIfThere(path.join(clusterDir, 'PG_VERSION')))?.toString()
  if (major !== undefined && Number(major) !== binaries.major) {
    throw wrongVersion(clusterDir, major.trim(), binaries.major)
  }
  // A new password would not open the cluster, and would hide that the old one is missing.
  const password = major === undefined ? await ensureSecret(passwordFile) : await readSecret(passwordFile)
  if (password === undefined) throw passwordMissing(passwordFile)
  if (major === undefined) await createCluster({ dir, clusterDir, binaries, user, runAs, signal })
  return { clusterDir, password, runAs }
}

/** The port of the last run when it is free, else another. */
export async function choosePort(dir: string, reserved?: number): Promise<number> {
  const canUse = async (port: number): Promise<boolean> => port !== reserved && (await isPortFree('127.0.0.1', port))
  const remembered = await readPort(dir)
  if (remembered !== undefined && (await canUse(remembered))) return remembered
  return await findPort(canUse)
}

export async function rememberPort(dir: string, port: number): Promise<void> {
  if ((await readPort(dir)) !== port) await writeFileSafely(path.join(dir, 'port'), `${port}\n`)
}

/** The port on file; what cannot be a port of ours, whoever wrote it, is none. */
async function readPort(dir: string): Promise<number | undefined> {
  const port = Number((await readIfThere(path.join(dir, 'port')))?.toString())
  return Number.isInteger(port) && port >= 1024 && port <= 65_535 ? port : undefined
}

/** No system gives this number to a process. */
const nobodysPid = 2_147_483_647

/** Stops a Postgres that a killed run left on this cluster. Touches no other program, whatever the pid file says. */
export async function endLeftover(clusterDir: string, stopping?: AbortSignal): Promise<void> {
  const file = path.join(clusterDir, 'postmaster.pid')
  const lines = (await readIfThere(file))?.toString().split('\n')
  const pid = Number(lines?.[0])
  if (!lines) return
  // Empty or garbled, as a full disk leaves it: Postgres would refuse to start.
  if (!Number.isInteger(pid) || pid <= 0 || pid > nobodysPid) return await removePidFile(file, clusterDir, stopping)
  for (const [signal, graceMs] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!(await isPostgresOf(pid, clusterDir))) break
    endProcess(pid, signal)
    const giveUpAtMs = Date.now() + graceMs
    while (Date.now() < giveUpAtMs && (await isPostgresOf(pid, clusterDir))) {
      await delay(20, undefined, stopping && { signal: stopping })
    }
  }
  // Postgres takes any live process with this pid for itself. Only the pid is replaced: by the other lines Postgres
  // still finds out whether a process of the old run uses the shared memory.
  if ((await readIfThere(file)) !== undefined && isAlive(pid)) {
    await writeFileSafely(file, [nobodysPid, ...lines.slice(1)].join('\n'))
  }
}

/** A Postgres whose supervisor was killed ends by itself; while one runs, the file stays and keeps a second one out. */
async function removePidFile(file: string, clusterDir: string, stopping?: AbortSignal): Promise<void> {
  const giveUpAtMs = Date.now() + 12_000
  while (await hasPostgres(clusterDir)) {
    if (Date.now() > giveUpAtMs) return
    await delay(100, undefined, stopping && { signal: stopping })
  }
  await rm(file, { force: true })
}

type CreateInput = {
  dir: string
  clusterDir: string
  binaries: Binaries
  user: string
  runAs: RunAs
  signal: AbortSignal | undefined
}

/** Made beside its place and renamed when it is whole: a start that was killed halfway leaves nothing half made. */
async function createCluster({ dir, clusterDir, binaries, user, runAs, signal }: CreateInput): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name.startsWith('cluster.new-')) await rm(path.join(dir, name), { recursive: true, force: true, maxRetries: 5 })
  }
  const newDir = path.join(dir, `cluster.new-${randomBytes(6).toString('hex')}`)
  const passwordFile = path.join(dir, 'password')
  if (runAs.kind === 'user') await chown(passwordFile, runAs.uid, runAs.gid)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = [`--username=${user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const run = commandAs(runAs, binaries.initdb, ['-D', newDir, ...locale, ...access, '--no-instructions', '--no-clean'])
  const { code, output } = await collectOutput(
    spawn(run.file, run.args, { ...run.options, stdio: ['ignore', 'pipe', 'pipe'], signal }),
  )
  if (code !== 0) {
    const isFull = await isDiskFull(dir)
    await rm(newDir, { recursive: true, force: true, maxRetries: 5 })
    const lines = output.split('\n').filter(Boolean)
    throw explainPostgres({ dir, lines, isFull, cause: new Error(lines.join('\n')) })
  }
  try {
    await renameSafely(newDir, clusterDir)
  } catch (error) {
    await rm(newDir, { recursive: true, force: true, maxRetries: 5 })
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error) ?? '')) throw error
    throw notACluster(clusterDir)
  }
}

/** We cannot know what it is, so we do not delete it. */
function notACluster(clusterDir: string): AppError {
  return new AppError({
    code: 'DATABASE_UNSUITABLE',
    message: `${clusterDir} holds something that is no complete Postgres database.`,
    suggestion: 'Put it back from a backup, or move it away to begin with an empty database.',
  })
}

function passwordMissing(file: string): AppError {
  return new AppError({
    code: 'DATABASE_UNSUITABLE',
    message: `${file} is missing: it holds the password of the database beside it, which opens with no other.`,
    suggestion: 'Put the file back from a backup of this folder.',
  })
}

function wrongVersion(clusterDir: string, found: string, expected: number): AppError {
  return new AppError({
    code: 'DATABASE_UNSUITABLE',
    message: `The database in ${clusterDir} was made by Postgres ${found}; this version of Framewright brings ${expected}.`,
    suggestion: 'Move its content over with pg_dump and psql, or start the version of Framewright that made it.',
  })
}
