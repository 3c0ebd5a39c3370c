import pg from 'pg'
import type { Log } from '#lib/runtime/log.ts'
import { poolName } from '#lib/runtime/pool-name.ts'

export type Lease = {
  /** Aborted when the lease is no longer ours: the connection that held it is gone. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

export type Leases = {
  /** The lease on a GPU, if nobody else has it now. */
  tryTake(nodeUrl: string): Promise<Lease | undefined>
  /** The connection that holds the GPU now, by the number Postgres gave it. */
  findHolder(nodeUrl: string): Promise<number | undefined>
  /** Ends this connection and what else of it hangs, if it still holds the GPU: with it goes all that it holds. */
  endHolder(nodeUrl: string, holder: number): Promise<void>
  stop(): Promise<void>
}

const connectTimeoutMs = 5_000
/**
 * A lease is given up well before the server frees it, so that two never hold a GPU: looked after every 2 seconds, and lost when
 * that is not answered within 3.
 */
const checkMs = 2_000
const answerTimeoutMs = 3_000
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

  /** From here on nothing that this connection held is believed in, whether the server knows that yet or not. */
  const lose = (client: pg.Client) => {
    // A connection that does not answer is not asked to say goodbye.
    client.connection.stream.destroy()
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
      application_name: 'framewright leases',
    })
    client.on('error', (error) => log.warn({ err: error }, 'The connection that holds the GPUs was lost'))
    client.on('end', () => lose(client))
    try {
      await client.connect()
      await client.query(keepAlive)
    } catch (error) {
      lose(client)
      throw error
    }
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

  /** What gets no answer in time is lost: a late answer to a lock would be a lock nobody knows of. */
  const ask = async <T extends pg.QueryResultRow>(client: pg.Client, sql: string, values: unknown[] = []) => {
    try {
      return (await client.query<T>(sql, values)).rows
    } catch (error) {
      // A refusal is an answer.
      if (!(error instanceof pg.DatabaseError)) lose(client)
      throw error
    }
  }

  const checking = setInterval(() => {
    if (current) ask(current, 'select 1').catch((error) => log.warn({ err: error }, 'The GPUs are no longer held'))
  }, checkMs)
  checking.unref()

  return {
    async tryTake(nodeUrl) {
      if (isStopped) return undefined
      const client = await connection()
      const lost = losing.signal
      const key = [lockClass, nodeUrl]
      const [row] = await ask<{ taken: boolean }>(client, 'select pg_try_advisory_lock($1, hashtext($2)) as taken', key)
      if (!row?.taken || lost.aborted) return undefined
      return {
        lost,
        async release() {
          if (!lost.aborted) await ask(client, 'select pg_advisory_unlock($1, hashtext($2))', key)
        },
      }
    },
    async findHolder(nodeUrl) {
      if (isStopped) return undefined
      const sql = `select pid ${ofHolder}`
      const [row] = await ask<{ pid: number }>(await connection(), sql, [lockClass, nodeUrl])
      return row?.pid
    },
    async endHolder(nodeUrl, holder) {
      if (isStopped) return
      const client = await connection()
      await ask(client, `select pg_terminate_backend(pid) ${ofHolder} and pid = $3`, [lockClass, nodeUrl, holder])
      // In the middle of a transaction it holds rows as well, without which its work could not be taken over.
      const hanging = `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = $1 and state = 'idle in transaction'
          and state_change < now() - make_interval(secs => $2)`
      await ask(client, hanging, [poolName, hangingTransactionS])
    },
    async stop() {
      isStopped = true
      clearInterval(checking)
      await connecting?.catch(() => {})
      await current?.end()
    },
  }
}

/** Postgres shows both halves of a lock's key without a sign. */
const ofHolder = `from pg_locks
  where locktype = 'advisory' and granted and objsubid = 2 and pid <> pg_backend_pid()
    and database = (select oid from pg_database where datname = current_database())
    and classid::bigint = $1::bigint and objid::bigint = (hashtext($2)::bigint & 4294967295)`

/** Twice what a transaction of ours may take with everything in it. */
const hangingTransactionS = 30

/** "GPU" as a number: advisory locks of other purposes use others. */
const lockClass = 0x475055
