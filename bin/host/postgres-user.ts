import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, systemCode } from '#lib/runtime/errors.ts'

/** Postgres refuses to run as root, so root runs it in a user namespace, or as somebody else. */
export type RunAs =
  | { kind: 'self' }
  | { kind: 'namespace'; uid: number; gid: number }
  | { kind: 'user'; uid: number; gid: number }

export type Command = { file: string; args: string[]; options: SpawnOptions }

export async function chooseRunAs(dir: string, clusterDir: string, postgres: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  const owner = await ownerOf(clusterDir)
  if (process.platform === 'linux' && (owner === undefined || owner.uid === 0)) {
    const runAs = { kind: 'namespace', ...(await anyUser()) } as const
    if (await canRun(runAs, postgres, dir)) return runAs
  }
  const runAs = { kind: 'user', ...(owner && owner.uid !== 0 ? owner : await anyUser()) } as const
  await openFor(runAs, dir)
  if (await canRun(runAs, postgres, dir)) return runAs
  throw new AppError({
    code: 'PLATFORM_UNSUPPORTED',
    message: 'Postgres does not run as root, and this machine offers no other way to run it from here.',
    suggestion: 'Start Framewright as an ordinary user, or set DATABASE_URL to a Postgres of your own.',
  })
}

export function commandAs(runAs: RunAs, file: string, args: string[]): Command {
  // Settings of another Postgres on this machine, such as PGPORT or PGDATA, must not reach ours.
  const { PATH = '/usr/bin:/bin', NODE_ENV } = process.env
  const env = { PATH, NODE_ENV, LC_ALL: 'C', TZ: 'UTC' }
  if (runAs.kind === 'self') return { file, args, options: { env } }
  if (runAs.kind === 'user') return { file, args, options: { env, uid: runAs.uid, gid: runAs.gid } }
  const map = ['--user', `--map-user=${runAs.uid}`, `--map-group=${runAs.gid}`, '--', file, ...args]
  return { file: 'unshare', args: map, options: { env } }
}

async function ownerOf(file: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(file)
    return { uid, gid }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** initdb looks its user up by name, so it has to be one the system knows. */
async function anyUser(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
  const users = lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && Number(uid) > 0 && Number(gid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
  const { uid, gid } = users.find((user) => user.name === 'nobody') ?? users[0] ?? { uid: 65534, gid: 65534 }
  return { uid, gid }
}

/** Another user has to pass through our folders to reach the cluster; it still cannot list or read them. */
async function openFor(runAs: { uid: number; gid: number }, dir: string): Promise<void> {
  await chown(dir, runAs.uid, runAs.gid)
  const parent = path.dirname(dir)
  const { mode, uid } = await stat(parent)
  if (uid === 0) await chmod(parent, (mode & 0o7777) | 0o011)
}

/** Whether Postgres runs this way, and can get to the folder of its cluster. */
async function canRun(runAs: RunAs, postgres: string, dir: string): Promise<boolean> {
  const script = 'cd "$0" && exec "$1" --version'
  const run = commandAs(runAs, '/bin/sh', ['-c', script, dir, postgres])
  const child = spawn(run.file, run.args, { ...run.options, stdio: 'ignore' })
  try {
    const [code] = await once(child, 'exit')
    return code === 0
  } catch {
    // No such program, or no right to run it: the answer is no either way.
    return false
  }
}
