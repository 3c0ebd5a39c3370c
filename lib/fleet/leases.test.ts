import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { silentLog } from '#lib/testing/context.ts'
import { useDatabase } from '#lib/testing/database.ts'
import { type Leases, openLeases } from './leases.ts'

const database = useDatabase()
const opened: Leases[] = []
afterEach(async () => {
  for (const leases of opened.splice(0)) await leases.stop()
})

function aWorker(): Leases {
  const leases = openLeases({ databaseUrl: database.url, log: silentLog })
  opened.push(leases)
  return leases
}

const url = 'http://127.0.0.1:8188'

it('one worker holds a GPU at a time', async () => {
  const [one, other] = [aWorker(), aWorker()]
  const lease = await one.tryTake(url)
  expect(lease?.lost.aborted).toBe(false)
  expect(await other.tryTake(url)).toBeUndefined()
  expect(await other.tryTake('http://127.0.0.1:8189')).toBeDefined()
  await lease?.release()
  expect(await other.tryTake(url)).toBeDefined()
})

it('the GPUs of a worker that is gone are free', async () => {
  const [one, other] = [aWorker(), aWorker()]
  await one.tryTake(url)
  await one.stop()
  expect(await other.tryTake(url)).toBeDefined()
})

it('who loses the connection is told, may come again, and releases nothing that is another’s', async () => {
  const [one, other] = [aWorker(), aWorker()]
  const lease = await one.tryTake(url)
  const lost = new Promise((resolve) => lease?.lost.addEventListener('abort', resolve))
  const admin = new pg.Client(database.url)
  await admin.connect()
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'framewright leases' and datname = current_database()",
  )
  await admin.end()
  await lost
  expect(await other.tryTake(url)).toBeDefined()
  await lease?.release()
  expect(await one.tryTake(url)).toBeUndefined()
})

it('whoever holds a GPU and is as good as gone is ended, and nobody else', async () => {
  const [one, other, third] = [aWorker(), aWorker(), aWorker()]
  const lease = await one.tryTake(url)
  const lost = new Promise((resolve) => lease?.lost.addEventListener('abort', resolve))
  const untouched = await third.tryTake('http://127.0.0.1:8189')
  const holder = (await other.findHolder(url)) ?? 0
  await other.endHolder(url, holder)
  await lost
  const taken = await other.tryTake(url)
  expect(taken).toBeDefined()
  // Another that waited for the same one comes a moment later, and means the one that is gone.
  await third.endHolder(url, holder)
  expect(await one.tryTake(url)).toBeUndefined()
  expect(taken?.lost.aborted).toBe(false)
  expect(untouched?.lost.aborted).toBe(false)
})

it('a database that is away is said, not waited for', async () => {
  const leases = openLeases({ databaseUrl: 'postgresql://127.0.0.1:9/none', log: silentLog })
  await expect(leases.tryTake(url)).rejects.toThrow(/ECONNREFUSED/)
  await leases.stop()
})
