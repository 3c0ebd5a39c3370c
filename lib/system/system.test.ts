import { once } from 'node:events'
import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { probeNode } from '#lib/fleet/probe.ts'
import { liveChannel } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { migrationNames } from '#lib/runtime/migrations.ts'
import { createTestClock, silentLog, useStudio } from '#lib/testing/context.ts'
import { useEmptyDatabase } from '#lib/testing/database.ts'
import { startHeartbeat } from './heartbeat.ts'
import { heartbeatMs, type Part, stateOf } from './model.ts'
import { readReadiness, readSystem } from './queries.ts'

const studio = useStudio()
const empty = useEmptyDatabase()
const noNodes = { GPUS_FILE: path.join(import.meta.dirname, 'none.yaml'), COMFYUI_URL: [] }
/** No process has it: Linux and macOS stop counting far below. */
const deadPid = 2 ** 30
let ctx: Ctx

beforeEach(async () => {
  ctx = { ...studio.ctx, clock: createTestClock() }
  await ctx.db.process.deleteMany()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('startHeartbeat', () => {
  it('keeps a row of this process, and takes it away at the end', async () => {
    const heartbeat = await startHeartbeat(ctx, { kind: 'worker', version: '1.2.3' })
    expect(await ctx.db.process.findMany()).toMatchObject([
      {
        kind: 'worker',
        version: '1.2.3',
        host: os.hostname(),
        pid: process.pid,
        node: process.version,
        startedAt: now(),
      },
    ])
    await heartbeat.stop()
    await heartbeat.stop()
    expect(await ctx.db.process.count()).toBe(0)
  })

  it('says again and again that it lives, also after it could not', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const clock = createTestClock()
    const heartbeat = await startHeartbeat({ ...ctx, clock }, { kind: 'web', version: '1' })
    const upsert = vi.spyOn(ctx.db.process, 'upsert')
    upsert.mockImplementationOnce(() => {
      throw new Error('database away')
    })
    for (let beat = 1; beat <= 2; beat++) {
      clock.advance(heartbeatMs)
      await vi.advanceTimersByTimeAsync(heartbeatMs)
    }
    await vi.mocked(upsert).mock.results[1]?.value
    expect(await ctx.db.process.findMany()).toMatchObject([{ startedAt: now(), seenAt: clock.now() }])
    upsert.mockRestore()
    await heartbeat.stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is there when it is announced', async () => {
    const client = new pg.Client({ connectionString: studio.database.url })
    await client.connect()
    await client.query(`listen ${liveChannel}`)
    const seen = once(client, 'notification').then(() => client.query('select kind from process'))
    const heartbeat = await startHeartbeat(ctx, { kind: 'worker', version: '1' })
    expect((await seen).rows).toEqual([{ kind: 'worker' }])
    await heartbeat.stop()
    await client.end()
  })

  it('leaves a beat out while one is under way, and its end waits for that one', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const heartbeat = await startHeartbeat(ctx, { kind: 'web', version: '1' })
    const slow = Promise.withResolvers<never>()
    const upsert = vi.spyOn(ctx.db.process, 'upsert')
    // Prisma's own kind of promise has more to it, which nobody asks for here.
    upsert.mockReturnValueOnce(slow.promise as unknown as ReturnType<typeof ctx.db.process.upsert>)
    for (let beat = 1; beat <= 3; beat++) await vi.advanceTimersByTimeAsync(heartbeatMs)
    expect(upsert).toHaveBeenCalledTimes(1)
    let isStopped = false
    const stopped = heartbeat.stop().then(() => {
      isStopped = true
    })
    await vi.advanceTimersByTimeAsync(heartbeatMs)
    expect(isStopped).toBe(false)
    slow.reject(new Error('database away'))
    await stopped
    expect(upsert).toHaveBeenCalledTimes(1)
    upsert.mockRestore()
  })

  it('forgets what a killed run left, and nobody who may still live', async () => {
    const rows = {
      killed: { pid: deadPid },
      reused: { pid: process.pid },
      alive: { pid: process.ppid },
      elsewhere: { pid: deadPid, host: 'another' },
      ofAnotherKind: { pid: deadPid, kind: 'worker' },
      longSilent: { pid: deadPid, host: 'another', kind: 'worker', seenAt: minutesAgo(6) },
    }
    for (const [version, row] of Object.entries(rows)) await aProcess({ version, ...row })
    const heartbeat = await startHeartbeat(ctx, { kind: 'web', version: 'new' })
    const left = await ctx.db.process.findMany({ orderBy: { version: 'asc' } })
    expect(left.map((row) => row.version).sort()).toEqual(['alive', 'elsewhere', 'new', 'ofAnotherKind'])
    await heartbeat.stop()
  })
})

it.each([
  [0, 'running'],
  [15_000, 'running'],
  [15_001, 'silent'],
])('a process not heard of for %i ms is %s', (ms, state) => {
  expect(stateOf({ seenAt: new Date(0), now: new Date(ms) })).toBe(state)
})

describe('readSystem', () => {
  const read = (as: Ctx, asked: Partial<Parameters<typeof readSystem>[1]> = {}) => {
    return readSystem({ ...as, clock: ctx.clock }, { teamId: studio.teamId, env: noNodes, version: '1.2.3', ...asked })
  }
  const known = <T>(part: Part<T>): T => {
    if (part.state === 'failed') throw new Error(part.reason)
    return part.value
  }

  it('shows the processes there are, silent ones as such', async () => {
    await aProcess({ kind: 'worker', version: 'silent', seenAt: minutesAgo(1) })
    await aProcess({ version: 'fresh' })
    await aProcess({ version: 'gone', seenAt: minutesAgo(5) })
    await aProcess({ kind: 'of a newer version', version: 'unknown' })
    const { version, ...parts } = await read(studio.ctx)
    const processes = known(parts.processes)
    expect(version).toBe('1.2.3')
    expect(processes.map((row) => [row.kind, row.version, row.state])).toEqual([
      ['web', 'fresh', 'running'],
      ['worker', 'silent', 'silent'],
    ])
    expect(processes[0]).toMatchObject({ startedAt: now().toISOString(), host: os.hostname() })
  })

  it('shows the database and the queue', async () => {
    const { database, queue, renderers } = await read(studio.ctx)
    expect(known(database).version).toMatch(/^\d+/)
    expect(known(database).sizeBytes).toBeGreaterThan(1_000_000)
    expect(known(database).connections).toBeGreaterThan(0)
    expect(known(queue)).toEqual({ installed: false, waiting: 0, active: 0 })
    expect(known(renderers)).toEqual([])
  })

  it('shows what renders, whether it answers or not, without its headers', async () => {
    const server = createServer((_, response) => response.end('{"system":{"comfyui_version":"0.3.9"}}'))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const up = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const env = { ...noNodes, COMFYUI_URL: [up, 'http://127.0.0.1:9'] }
    const renderers = known((await read(studio.ctx, { env, probe: probeNode })).renderers)
    server.closeAllConnections()
    server.close()
    expect(renderers).toMatchObject([
      {
        id: `127-0-0-1-${new URL(up).port}`,
        url: up,
        tier: 'standard',
        health: { state: 'reachable', version: '0.3.9' },
      },
      { id: '127-0-0-1-9', health: { state: 'unreachable' } },
    ])
    expect(renderers[0]).not.toHaveProperty('headers')
  })

  it('names what renders without asking it, when nobody is to wait', async () => {
    const { renderers } = await read(studio.ctx, { env: { ...noNodes, COMFYUI_URL: ['http://127.0.0.1:9'] } })
    expect(known(renderers)).toMatchObject([{ id: '127-0-0-1-9', health: { state: 'unasked' } }])
  })

  it('shows the rest when the file of the renderers is broken', async () => {
    const { renderers, database } = await read(studio.ctx, { env: { ...noNodes, GPUS_FILE: import.meta.dirname } })
    expect(renderers).toEqual({ state: 'failed', reason: expect.stringMatching(/is not right: .+ Correct .+/) })
    expect(database.state).toBe('ok')
  })

  it('says what is wrong when the database is away, and nothing of what needs a right to be seen', async () => {
    const db = createDb('postgresql://me:hunter2@127.0.0.1:9/none')
    const env = { ...noNodes, COMFYUI_URL: ['http://secret-host'] }
    const status = await read({ ...studio.ctx, db }, { env })
    const unknown = { state: 'failed', reason: 'This cannot be known while the database does not answer.' }
    expect(status).toEqual({
      version: '1.2.3',
      processes: unknown,
      database: { state: 'failed', reason: 'The database does not answer at the moment.' },
      queue: unknown,
      renderers: unknown,
    })
    await db.$disconnect()
  })

  it('shows the rest when one table cannot be read', async () => {
    await ctx.db.$executeRaw`alter table process rename to process_away`
    const { processes, database } = await read(studio.ctx)
    await ctx.db.$executeRaw`alter table process_away rename to process`
    expect(processes).toEqual({ state: 'failed', reason: 'This cannot be read; the log says why.' })
    expect(database.state).toBe('ok')
  })

  it('is for those who may change things', async () => {
    await expect(read(studio.as('viewer'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(read(studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('readReadiness', () => {
  it('waits for the queue', async () => {
    expect(await readReadiness(ctx, { migrations: await migrationNames() })).toEqual({
      ready: false,
      checks: { database: 'ok', migrations: 'ok', queue: 'waiting for a worker to set it up' },
    })
  })

  it('waits for migrations', async () => {
    const { ready, checks } = await readReadiness(ctx, { migrations: [...(await migrationNames()), '2_more'] })
    expect(ready).toBe(false)
    expect(checks.migrations).toBe('waiting for 2_more')
  })

  it('waits for a migration that was taken back', async () => {
    const names = await migrationNames()
    await ctx.db.$executeRaw`update _prisma_migrations set rolled_back_at = now() where migration_name = ${names[0]}`
    const { checks } = await readReadiness(ctx, { migrations: names })
    await ctx.db.$executeRaw`update _prisma_migrations set rolled_back_at = null`
    expect(checks.migrations).toBe(`waiting for ${names[0]}`)
  })

  it('waits for every migration of an empty database, which answers', async () => {
    const db = createDb(empty.url)
    const { ready, checks } = await readReadiness({ db, log: silentLog }, { migrations: ['1_first', '2_more'] })
    expect(ready).toBe(false)
    expect(checks).toMatchObject({ database: 'ok', migrations: 'waiting for 1_first, 2_more' })
    await db.$disconnect()
  })

  it('says so when the database answers and may not be read', async () => {
    await ctx.db.$executeRaw`alter table _prisma_migrations rename column finished_at to ended_at`
    const { ready, checks } = await readReadiness(ctx, { migrations: [] })
    await ctx.db.$executeRaw`alter table _prisma_migrations rename column ended_at to finished_at`
    expect(ready).toBe(false)
    expect(checks.database).toBe('cannot be read; the log says why')
  })

  it('says so when the database is away, and no address or password', async () => {
    const db = createDb('postgresql://me:hunter2@127.0.0.1:9/none')
    const readiness = await readReadiness({ db, log: silentLog }, { migrations: [] })
    expect(readiness).toMatchObject({ ready: false, checks: { database: 'does not answer' } })
    expect(JSON.stringify(readiness)).not.toMatch(/hunter2|127/)
    await db.$disconnect()
  })
})

function now(): Date {
  return ctx.clock.now()
}

function minutesAgo(minutes: number): Date {
  return new Date(now().getTime() - minutes * 60_000)
}

async function aProcess(row: { kind?: string; version?: string; host?: string; pid?: number; seenAt?: Date }) {
  const standard = { kind: 'web', host: os.hostname(), pid: process.pid, version: '1', node: 'v24', seenAt: now() }
  await ctx.db.process.create({ data: { id: newId(), startedAt: now(), ...standard, ...row } })
}
