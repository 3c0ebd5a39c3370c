import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { migrationNames } from '#lib/runtime/migrations.ts'
import { createTestClock, silentLog, useStudio } from '#lib/testing/context.ts'
import { startHeartbeat } from './heartbeat.ts'
import { heartbeatMs, stateOf } from './model.ts'
import { readReadiness, readSystem } from './queries.ts'

const studio = useStudio()
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
      vi.advanceTimersByTime(heartbeatMs)
    }
    await vi.mocked(upsert).mock.results[1]?.value
    expect(await ctx.db.process.findMany()).toMatchObject([{ startedAt: now(), seenAt: clock.now() }])
    upsert.mockRestore()
    await heartbeat.stop()
    expect(vi.getTimerCount()).toBe(0)
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
  const read = (as: Ctx, env: Parameters<typeof readSystem>[1]['env'] = noNodes) => {
    return readSystem({ ...as, clock: ctx.clock }, { teamId: studio.teamId, env, version: '1.2.3' })
  }

  it('shows the processes there are, silent ones as such', async () => {
    await aProcess({ kind: 'worker', version: 'silent', seenAt: minutesAgo(1) })
    await aProcess({ version: 'fresh' })
    await aProcess({ version: 'gone', seenAt: minutesAgo(5) })
    await aProcess({ kind: 'of a newer version', version: 'unknown' })
    const { processes, version } = await read(studio.ctx)
    expect(version).toBe('1.2.3')
    expect(processes.map((row) => [row.kind, row.version, row.state])).toEqual([
      ['web', 'fresh', 'running'],
      ['worker', 'silent', 'silent'],
    ])
    expect(processes[0]).toMatchObject({ startedAt: now().toISOString(), host: os.hostname() })
  })

  it('shows the database and the queue', async () => {
    const { database, queue, renderers } = await read(studio.ctx)
    expect(database.version).toMatch(/^\d+/)
    expect(database.sizeBytes).toBeGreaterThan(1_000_000)
    expect(database.connections).toBeGreaterThan(0)
    expect(queue).toEqual({ installed: false, waiting: 0, active: 0 })
    expect(renderers).toEqual([])
  })

  it('shows what renders, whether it answers or not, without its headers', async () => {
    const server = createServer((_, response) => response.end('{"system":{"comfyui_version":"0.3.9"}}'))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const up = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const { renderers } = await read(studio.ctx, { ...noNodes, COMFYUI_URL: [up, 'http://127.0.0.1:9'] })
    server.closeAllConnections()
    server.close()
    expect(renderers).toMatchObject([
      { id: 'node-1', url: up, tier: 'standard', health: { state: 'reachable', version: '0.3.9' } },
      { id: 'node-2', health: { state: 'unreachable' } },
    ])
    expect(renderers[0]).not.toHaveProperty('headers')
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
