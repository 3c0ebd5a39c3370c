import { PgBoss } from 'pg-boss'
import type { Log } from '#lib/runtime/log.ts'

/** The queues there are, as data. A worker without a handler for one of them does not compile. */
export const queues = {
  /** Ends what was deleted long ago, once an hour. */
  housekeeping: { cron: '17 * * * *', expireInSeconds: 300, retryLimit: 3, retryDelay: 60 },
} as const

export type QueueName = keyof typeof queues
export type Handlers = Record<QueueName, () => Promise<void>>

const schema = 'pgboss'
/** How long a stop waits for what is being done. A worker has 2 seconds for all of its end when its supervisor is gone. */
const stopTimeoutMs = 1_000

/**
 * Starts pg-boss, makes the queues there should be, and works them. The returned function waits a little for what is being
 * done; what is not finished by then is tried again later.
 */
export async function startQueues(
  { databaseUrl, log }: { databaseUrl: string; log: Log },
  handlers: Handlers,
): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema,
    application_name: 'framewright queue',
    max: 4,
    useListenNotify: true,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'The queue has lost its database for a moment'))
  await boss.start()
  for (const name of queueNames()) {
    const { cron, ...options } = queues[name]
    await boss.createQueue(name, { ...options, notify: true })
    // Making a queue that is there changes nothing, and an older version may have made it with other options.
    await boss.updateQueue(name, { ...options, notify: true })
    await boss.schedule(name, cron)
    await boss.work(name, async () => await handlers[name]())
  }
  return async () => {
    await boss.stop({ graceful: true, timeout: stopTimeoutMs })
  }
}

function queueNames(): QueueName[] {
  // Safe: the keys of a const object are exactly its names.
  return Object.keys(queues) as QueueName[]
}
