import pg from 'pg'
import type { Log } from '#lib/runtime/log.ts'

export type Lease = {
  /** Aborted when the lease is no longer ours: the connection that held it is gone. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

export type Leases = {
  /** The lease on a GPU, if nobody else has it now. */
  tryTake(nodeUrl: string): Promise<Lease | undefined>
  stop(): Promise<void>
}

const connectTimeoutMs = 5_000
const answerTimeoutMs = 5_000
/** Within about ten seconds Postgres notices that a worker's machine has vanished, and frees its GPUs. */
const keepAlive = 'set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3'

/**
 * One holder for each GPU over all workers: a lock in the database that lives exactly as long as the connection, which is this
 * file's own and no pool's. A worker that dies loses its GPUs with it.
 */
export function openLeases({ databaseUrl, log }: { databaseUrl: string; log: Log }): Leases {
  let connecting: Promise<pg.Client> | undefined
  let current: pg.Client | undefined
  let losing = new AbortController()
  let isStopped = false

  const lose = (client: pg.Client) => {
    if (current !== client) return
    current = undefined
    losing.abort()
    losing = new AbortController()
  }

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: answerTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      application_name: 'framewright leases',
    })
    client.on('error', (error) => log.warn({ err: error }, 'The connection that holds the GPUs was lost'))
    client.on('end', () => lose(client))
    await client.connect()
    await client.query(keepAlive)
    current = client
    return client
  }

  const connection = async (): Promise<pg.Client> => {
    if (current) return current
    connecting ??= connect().finally(() => {
      connecting = undefined
    })
    return await connecting
  }

  return {
    async tryTake(nodeUrl) {
      if (isStopped) return undefined
      const client = await connection()
      const lost = losing.signal
      const { rows } = await client.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as taken',
        [lockClass, nodeUrl],
      )
      if (!rows[0]?.taken || lost.aborted) return undefined
      return {
        lost,
        async release() {
          if (lost.aborted || current !== client) return
          await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockClass, nodeUrl])
        },
      }
    },
    async stop() {
      isStopped = true
      await connecting?.catch(() => {})
      await current?.end()
    },
  }
}

/** "GPU" as a number: advisory locks of other purposes use others. */
const lockClass = 0x475055
