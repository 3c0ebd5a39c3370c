import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Db } from '#lib/runtime/db.ts'
import { idOf } from '#lib/testing/boards.ts'
import { silentLog, useStudio } from '#lib/testing/context.ts'
import { asAdmin } from '#lib/testing/database.ts'
import type { LiveEvent } from './catalogue.ts'
import { type Listener, listen } from './listen.ts'
import { liveChannel, transact } from './transact.ts'

const studio = useStudio()
const event: LiveEvent = { type: 'board.changed', projectId: idOf(1) }
let db: Db
let listener: Listener | undefined

beforeAll(() => {
  db = studio.database.db
})
beforeEach(() => {
  // Only the wait before a new connection; the connection itself lives in real time.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(async () => {
  await listener?.stop()
  listener = undefined
  vi.useRealTimers()
})

describe('a lost connection', () => {
  it('comes back, tells that something may have been missed, and hears again', async () => {
    const { onGap, onEvent } = await start()
    await loseConnection()
    expect(onGap).not.toHaveBeenCalled()
    vi.advanceTimersByTime(500)
    await called(onGap)
    await transact(studio.ctx, async (tx) => tx.publish(event))
    await called(onEvent)
    expect(onEvent).toHaveBeenCalledWith(event)
  })

  it('that is lost again comes back again', async () => {
    const { onGap } = await start()
    for (let round = 1; round <= 3; round++) {
      await loseConnection()
      vi.advanceTimersByTime(500)
      await called(onGap, round)
    }
    expect(onGap).toHaveBeenCalledTimes(3)
  })

  it('is tried until it is back', async () => {
    const { onGap } = await start()
    const name = new URL(studio.database.url).pathname.slice(1)
    const missed = vi.spyOn(silentLog, 'debug')
    await asAdmin(studio.database.url, (admin) => admin.query(`alter database ${name} allow_connections false`))
    await loseConnection()
    for (let attempt = 1; attempt <= 3; attempt++) {
      vi.advanceTimersByTime(500)
      await called(missed, attempt)
    }
    await asAdmin(studio.database.url, (admin) => admin.query(`alter database ${name} allow_connections true`))
    vi.advanceTimersByTime(500)
    await called(onGap)
    expect(onGap).toHaveBeenCalledOnce()
    missed.mockRestore()
  })

  it('that is being tried for ends with the listener', async () => {
    await start()
    await loseConnection()
    vi.advanceTimersByTime(500)
    await listener?.stop()
    expect(await connections()).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

it('once stopped hears nothing, and does not come back', async () => {
  const { onEvent } = await start()
  await listener?.stop()
  expect(vi.getTimerCount()).toBe(0)
  await transact(studio.ctx, async (tx) => tx.publish(event))
  expect(await connections()).toBe(0)
  expect(onEvent).not.toHaveBeenCalled()
})

it('that cannot begin says so, and does not go on trying', async () => {
  const url = new URL(studio.database.url)
  url.pathname = '/there_is_no_such_database'
  const options = { log: silentLog, onEvent: () => {}, onGap: () => {} }
  await expect(listen({ databaseUrl: url.href, ...options })).rejects.toThrow(/does not exist/)
  await expect(listen({ databaseUrl: 'postgresql://127.0.0.1:9/none', ...options })).rejects.toThrow(/ECONNREFUSED/)
  expect(vi.getTimerCount()).toBe(0)
})

it.each([
  ['nonsense', 'no json'],
  ['an event whose receiver fails', JSON.stringify([event])],
])('goes on after %s', async (_, payload) => {
  const { onEvent } = await start()
  onEvent.mockImplementationOnce(() => {
    throw new Error('receiver is broken')
  })
  const told = vi.spyOn(silentLog, 'error')
  await db.$executeRaw`select pg_notify(${liveChannel}, ${payload})`
  await called(told)
  told.mockRestore()
  onEvent.mockReset()
  await transact(studio.ctx, async (tx) => tx.publish(event))
  await called(onEvent)
})

async function start() {
  const [onEvent, onGap] = [vi.fn<(event: LiveEvent) => void>(), vi.fn<() => void>()]
  listener = await listen({ databaseUrl: studio.database.url, log: silentLog, onEvent, onGap })
  return { onEvent, onGap }
}

/** Ends the listener's connection from the side of Postgres, and waits until the listener means to come back. */
async function loseConnection(): Promise<void> {
  await asAdmin(studio.database.url, (admin) => {
    const name = new URL(studio.database.url).pathname.slice(1)
    return admin.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
       where application_name = 'framewright live' and datname = $1`,
      [name],
    )
  })
  await until(() => vi.getTimerCount() > 0)
}

async function connections(): Promise<number> {
  const name = new URL(studio.database.url).pathname.slice(1)
  return await asAdmin(studio.database.url, async (admin) => {
    let count = -1
    // Postgres notices a closed connection a moment after the client has gone on.
    await until(async () => {
      const { rowCount } = await admin.query(
        `select from pg_stat_activity where application_name = 'framewright live' and datname = $1`,
        [name],
      )
      count = rowCount ?? -1
      return count === 0
    })
    return count
  })
}

type Spy = { mock: { calls: unknown[][] } }

async function called(spy: Spy, times = 1): Promise<void> {
  await until(() => spy.mock.calls.length >= times)
}

/** Looks again each time the event loop has gone round; the test's own time limit is the end of patience. */
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve))
}
