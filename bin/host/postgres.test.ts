import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type RunningPostgres, startPostgres } from './postgres.ts'
import { choosePort, endLeftover } from './postgres-cluster.ts'
import { isPostgresOf } from './processes.ts'

let dir: string
let running: RunningPostgres | undefined

// One cluster for all of them: each test leaves it stopped, however roughly.
beforeAll(async () => {
  dir = path.join(await mkdtemp(path.join(tmpdir(), 'framewright-postgres-')), 'a folder with spaces', 'd'.repeat(120))
  await begin()
  await end()
})
afterEach(end)
afterAll(async () => {
  await rm(path.resolve(dir, '../..'), { recursive: true, force: true, maxRetries: 10 })
})

it('makes a cluster that only its owner can read, and leaves nothing else', async () => {
  expect((await readdir(dir)).sort()).toEqual(['cluster', 'password', 'port'])
  expect((await stat(path.join(dir, 'password'))).mode & 0o777).toBe(0o600)
  expect((await stat(dir)).mode & 0o777).toBe(0o700)
})

it('keeps data, password and port over a restart', async () => {
  const first = await begin()
  await query(first.url, 'create table if not exists kept as select 42 as answer')
  await end()
  const second = await begin()
  expect(second.url).toBe(first.url)
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

it('sorts and stores any language, and refuses a wrong password', async () => {
  const { url } = await begin()
  expect(await query(url, `select lower('ÄÖÜ') as low, current_setting('server_encoding') as encoding`)).toEqual([
    { low: 'äöü', encoding: 'UTF8' },
  ])
  const wrong = new URL(url)
  wrong.password = 'wrong'
  await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

it('takes another port when its own is taken, and keeps that', async () => {
  const port = Number(await readFile(path.join(dir, 'port'), 'utf8'))
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  const { url } = await begin()
  expect(new URL(url).port).not.toBe(String(port))
  await end()
  await new Promise((resolve) => other.close(resolve))
  expect((await begin()).url).toBe(url)
})

it.each(['99999', '1.5', '-1', '80', 'garbage', ''])('chooses another port when the file says "%s"', async (text) => {
  await writeFile(path.join(dir, 'port'), text)
  const port = await choosePort(dir)
  expect(port).toBeGreaterThanOrEqual(20_000)
  expect(port).toBeLessThan(32_000)
})

it('leaves the port of web to web', async () => {
  const port = Number(await readFile(path.join(dir, 'port'), 'utf8'))
  running = await startPostgres({ dir, log: () => {}, reservedPort: port })
  expect(new URL(running.url).port).not.toBe(String(port))
})

it('comes back after kill -9 with connections open', async () => {
  const first = await begin()
  const client = await connect(first.url)
  await client.query('create table if not exists survived (line text)')
  await client.query(`insert into survived values ('confirmed')`)
  process.kill(first.pid, 'SIGKILL')
  expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' })
  const second = await begin()
  expect(await query(second.url, 'select line from survived')).toContainEqual({ line: 'confirmed' })
})

it('stops with connections open', async () => {
  const { url, pid } = await begin()
  await connect(url)
  await end()
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

it('can be broken off while it recovers, and started again', async () => {
  const cluster = path.join(dir, 'cluster')
  // A standby with nobody to follow recovers for ever, and takes no connections while hot_standby is off.
  const settings = path.join(cluster, 'postgresql.auto.conf')
  const before = await readFile(settings)
  await appendFile(settings, `hot_standby = off\nrestore_command = 'false'\n`)
  await writeFile(path.join(cluster, 'standby.signal'), '')
  const stopping = new AbortController()
  const log = (line: string): void => {
    if (line.includes('entering standby mode')) stopping.abort()
  }
  await expect(startPostgres({ dir, log, signal: stopping.signal })).rejects.toMatchObject({ name: 'AbortError' })
  await expect(stat(path.join(cluster, 'postmaster.pid'))).rejects.toMatchObject({ code: 'ENOENT' })
  await writeFile(settings, before)
  await rm(path.join(cluster, 'standby.signal'), { force: true })
  await begin()
})

it('can be broken off while the cluster is made, and leaves no half of it', async () => {
  const fresh = path.join(path.dirname(dir), 'broken off')
  const stopping = new AbortController()
  const starting = startPostgres({ dir: fresh, log: () => {}, signal: stopping.signal })
  starting.catch(() => {})
  await expect.poll(async () => (await readdir(fresh).catch(() => [])).join()).toMatch(/cluster\.new-/)
  stopping.abort()
  await expect(starting).rejects.toThrow()
  expect((await readdir(fresh)).filter((name) => name.startsWith('cluster'))).toEqual([])
})

it('stops when the process that started it is killed, and can be started meanwhile', async () => {
  const script = path.join(path.dirname(dir), 'start.ts')
  await writeFile(
    script,
    `import { startPostgres } from '${path.join(import.meta.dirname, 'postgres.ts')}'
const { pid } = await startPostgres({ dir: process.argv[2], log: () => {} })
process.stdout.write(String(pid))`,
  )
  const starter = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = await once(starter.stdout, 'data')
  starter.kill('SIGKILL')
  await begin()
  expect(await isPostgresOf(Number(String(pid)), path.join(dir, 'cluster'))).toBe(false)
})

it('leaves a program alone whose pid an old pid file names', async () => {
  const bystander = spawn('sleep', ['60'])
  const old = [bystander.pid, path.join(dir, 'cluster'), 1_700_000_000, 5432, '', '127.0.0.1', ' 1 1', 'ready   ']
  await writeFile(path.join(dir, 'cluster/postmaster.pid'), old.join('\n'))
  await begin()
  expect(bystander.exitCode).toBeNull()
  expect(bystander.signalCode).toBeNull()
  bystander.kill()
})

it.each(['', 'garbage\n/somewhere\n', '-12\n', '1.5\n'])('starts although the pid file holds "%s"', async (text) => {
  await writeFile(path.join(dir, 'cluster/postmaster.pid'), text)
  await begin()
})

it('waits for a Postgres that still runs when the pid file does not say which', async () => {
  const { pid, stop } = await begin()
  const clusterDir = path.join(dir, 'cluster')
  await writeFile(path.join(clusterDir, 'postmaster.pid'), '')
  const ended = endLeftover(clusterDir).then(async () => await isPostgresOf(pid, clusterDir))
  await stop()
  expect(await ended).toBe(false)
})

it('asks for the password of a cluster that lost it, and makes no other', async () => {
  const file = path.join(dir, 'password')
  const password = await readFile(file)
  await rm(file)
  await expect(startPostgres({ dir, log: () => {} })).rejects.toMatchObject({
    code: 'DATABASE_UNSUITABLE',
    message: `${file} is missing: it holds the password of the database beside it, which opens with no other.`,
  })
  expect(await readdir(dir)).not.toContain('password')
  await writeFile(file, password, { mode: 0o600 })
  await begin()
})

it('removes what a killed first start left', async () => {
  const fresh = path.join(path.dirname(dir), 'fresh')
  await mkdir(path.join(fresh, 'cluster.new-123456'), { recursive: true })
  await writeFile(path.join(fresh, 'cluster.new-123456/PG_VERSION'), '18\n')
  running = await startPostgres({ dir: fresh, log: () => {} })
  expect((await readdir(fresh)).sort()).toEqual(['cluster', 'password', 'port'])
})

it('does not touch what is no cluster', async () => {
  const strange = path.join(path.dirname(dir), 'strange')
  await mkdir(path.join(strange, 'cluster/notes'), { recursive: true })
  await expect(startPostgres({ dir: strange, log: () => {} })).rejects.toMatchObject({ code: 'DATABASE_UNSUITABLE' })
  expect((await readdir(strange)).sort()).toEqual(['cluster', 'password'])
})

it('refuses a cluster of another version', async () => {
  const old = path.join(path.dirname(dir), 'old')
  await mkdir(path.join(old, 'cluster'), { recursive: true })
  await writeFile(path.join(old, 'cluster/PG_VERSION'), '15\n')
  await expect(startPostgres({ dir: old, log: () => {} })).rejects.toMatchObject({
    code: 'DATABASE_UNSUITABLE',
    message: expect.stringContaining('Postgres 15'),
  })
})

async function begin(): Promise<RunningPostgres> {
  running = await startPostgres({ dir, log: () => {} })
  return running
}

async function end(): Promise<void> {
  await running?.stop()
  running = undefined
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  // It is cut on purpose.
  client.on('error', () => {})
  await client.connect()
  return client
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = await connect(url)
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
