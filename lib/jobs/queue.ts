import { PgBoss } from 'pg-boss'
import type { Log } from '#lib/runtime/log.ts'
import { createRenderQueue, type RenderQueue } from './render-queue.ts'

/** The queues that pg-boss itself works, as data. A worker without a handler for one of them does not compile. */
const chores = {
  /** Ends what was deleted long ago, once an hour. */
  housekeeping: { cron: '17 * * * *', expireInSeconds: 300, retryLimit: 3, retryDelay: 60 },
} as const

type ChoreName = keyof typeof chores
export type Handlers = Record<ChoreName, () => Promise<void>>

const schema = 'pgboss'
/** How long a stop waits for what is being done. A worker has 2 seconds for all of its end when its supervisor is gone. */
const stopTimeoutMs = 1_000

export type Queues = { render: RenderQueue; stop(): Promise<void> }

type Connection = { databaseUrl: string; log: Log }

/**
 * Starts pg-boss, makes the queues there should be, and works the chores. Stopping waits a little for what is being done; what
 * is not finished by then is tried again later.
 */
export async function startQueues(
  connection: Connection,
  makeHandlers: (render: RenderQueue) => Handlers,
): Promise<Queues> {
  const boss = await startBoss(connection)
  const render = createRenderQueue(boss)
  const handlers = makeHandlers(render)
  for (const name of choreNames()) {
    await boss.schedule(name, chores[name].cron)
    await boss.work(name, async () => await handlers[name]())
  }
  return {
    render,
    stop: () => boss.stop({ graceful: true, timeout: stopTimeoutMs }),
  }
}

/** For a process that puts jobs into the queue and takes none. It makes the queues too, because it may be the first to start. */
export async function openQueues(connection: Connection): Promise<Queues> {
  const boss = await startBoss(connection, { supervise: false, schedule: false, useListenNotify: false, max: 1 })
  return { render: createRenderQueue(boss), stop: () => boss.stop({ graceful: false }) }
}

async function startBoss(
  { databaseUrl, log }: Connection,
  options: Partial<ConstructorParameters<typeof PgBoss>[0] & object> = {},
): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema,
    application_name: 'framewright queue',
    max: 4,
    useListenNotify: true,
    ...options,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'The queue has lost its database for a moment'))
  await boss.start()
  for (const name of choreNames()) {
    const { cron: _, ...queue } = chores[name]
    await makeQueue(boss, name, { ...queue, notify: true })
  }
  return boss
}

type QueueOptions = NonNullable<Parameters<PgBoss['createQueue']>[1]>

/** Making a queue that is there changes nothing, and an older version may have made it with other options. */
async function makeQueue(boss: PgBoss, name: string, options: QueueOptions): Promise<void> {
  await boss.createQueue(name, options)
  await boss.updateQueue(name, options)
}

function choreNames(): ChoreName[] {
  // Safe: the keys of a const object are exactly its names.
  return Object.keys(chores) as ChoreName[]
}
