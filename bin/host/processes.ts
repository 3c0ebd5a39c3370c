import { type ChildProcess, execFile } from 'node:child_process'
import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { systemCode } from '#lib/runtime/errors.ts'

/** The arguments a process was started with; empty when there is no such process or it may not be looked at. */
export async function commandLineOf(pid: number): Promise<string[]> {
  try {
    // Minimal Linux systems have no ps.
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-ww', '-p', String(pid)])
    return stdout.trim().split(' ')
  } catch {
    return []
  }
}

/** Whether a process of ours was started for this data folder, by its real path. Only Linux can tell: elsewhere yes. */
export async function isOfDataDir(pid: number, dataDir: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  try {
    const settings = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0')
    const own = settings.find((setting) => setting.startsWith('DATA_DIR='))?.slice('DATA_DIR='.length)
    return own !== undefined && (await realpath(own)) === dataDir
  } catch {
    // No such process, one whose owner does not let us look, or its folder is gone: not ours.
    return false
  }
}

/** Whether any Postgres process runs on this cluster, for when no file says which. */
export async function hasPostgres(clusterDir: string): Promise<boolean> {
  for (const pid of await listPids()) if (await isPostgresOf(pid, clusterDir)) return true
  return false
}

async function listPids(): Promise<number[]> {
  const names =
    process.platform === 'linux'
      ? await readdir('/proc')
      : (await promisify(execFile)('ps', ['-axo', 'pid='])).stdout.split('\n')
  return names.map(Number).filter((pid) => pid > 0)
}

/** Whether the process with this pid is a Postgres on this cluster, and not some program that got its number later. */
export async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const commandLine = (await commandLineOf(pid)).join(' ')
    return commandLine.includes('postgres') && commandLine.includes(`-D ${clusterDir} `)
  }
  try {
    // Postgres changes into its cluster at start. Its backends change their command line, but not their name.
    const [cwd, name] = await Promise.all([readlink(`/proc/${pid}/cwd`), readFile(`/proc/${pid}/comm`, 'utf8')])
    return cwd === clusterDir && name.startsWith('postgres')
  } catch {
    // No such process, or one whose owner does not let us look: not ours.
    return false
  }
}

/** Asks a child to end by one signal after another, each with its time, and waits until it has ended. */
export async function stopChild(
  child: ChildProcess,
  exited: Promise<unknown>,
  signals: readonly (readonly [signal: NodeJS.Signals, waitMs: number])[],
): Promise<void> {
  for (const [signal, waitMs] of signals) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) break
    child.kill(signal)
    const timer = new AbortController()
    await Promise.race([exited, delay(waitMs, undefined, { signal: timer.signal }).catch(() => {})])
    timer.abort()
  }
  await exited
}

export function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It ended by itself in the meantime.
    if (systemCode(error) !== 'ESRCH') throw error
  }
}
