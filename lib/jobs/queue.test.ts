import { PgBoss } from 'pg-boss'
import { afterEach, describe, expect, it } from 'vitest'
import { migrationNames } from '#lib/runtime/migrations.ts'
import { readReadiness } from '#lib/system/queries.ts'
import { silentLog, useStudio } from '#lib/testing/context.ts'
import { type Handlers, startQueues } from './queue.ts'
import { queueState } from './queue-state.ts'

const studio = useStudio()
let stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.reverse()) await stop()
  stops = []
})

describe('the queues', () => {
  it('are there once a worker has started, and then the instance is ready', async () => {
    const { db } = studio.database
    await start({ housekeeping: async () => {} })
    expect(await queueState(db)).toEqual({ installed: true, waiting: 0, active: 0 })
    expect(await readReadiness({ db, log: silentLog }, { migrations: await migrationNames() })).toEqual({
      ready: true,
      checks: { database: 'ok', migrations: 'ok', queue: 'ok' },
    })
  })

  it('bring a job to its handler at once, count it while it is done, and wait for it at the end', async () => {
    const { db } = studio.database
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const stop = await start({
      housekeeping: async () => {
        begun.resolve()
        await mayEnd.promise
      },
    })
    const boss = await aBoss()
    const id = await boss.send('housekeeping')
    await begun.promise
    expect(await queueState(db)).toMatchObject({ waiting: 0, active: 1 })
    const stopped = stop()
    mayEnd.resolve()
    await stopped
    const [job] = await boss.findJobs('housekeeping', { id: id ?? '' })
    expect(job?.state).toBe('completed')
    expect(await queueState(db)).toMatchObject({ waiting: 0, active: 0 })
  })

  it('try a job again later when its handler failed', async () => {
    const failed = Promise.withResolvers<void>()
    const stop = await start({
      housekeeping: async () => {
        failed.resolve()
        throw new Error('database away')
      },
    })
    const boss = await aBoss()
    const id = await boss.send('housekeeping')
    await failed.promise
    await stop()
    const [job] = await boss.findJobs('housekeeping', { id: id ?? '' })
    expect(job).toMatchObject({ state: 'retry', retryLimit: 3 })
    expect(await queueState(studio.database.db)).toMatchObject({ waiting: 0, active: 0 })
  })

  it('can be started by two workers at once, and again', async () => {
    const stopBoth = await Promise.all([
      start({ housekeeping: async () => {} }),
      start({ housekeeping: async () => {} }),
    ])
    for (const stop of stopBoth) await stop()
    await start({ housekeeping: async () => {} })
    const boss = await aBoss()
    expect(await boss.getSchedules()).toMatchObject([{ name: 'housekeeping', cron: '17 * * * *' }])
  })
})

async function start(handlers: Handlers): Promise<() => Promise<void>> {
  const { stop } = await startQueues({ databaseUrl: studio.database.url, log: silentLog }, () => handlers)
  let stopped: Promise<void> | undefined
  const stopOnce = () => {
    stopped ??= stop()
    return stopped
  }
  stops.push(stopOnce)
  return stopOnce
}

/** Another program that uses the queue. */
async function aBoss(): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: studio.database.url,
    schema: 'pgboss',
    supervise: false,
    schedule: false,
  })
  await boss.start()
  stops.push(() => boss.stop({ graceful: false }))
  return boss
}
