import { randomUUID } from 'node:crypto'
import pg from 'pg'

export type StatementTimer = {
  /** For the lines of Postgres' log. */
  hear(line: string): void
  /** From here on every new connection to this database has its statements timed. */
  begin(databaseUrl: string): Promise<void>
  /** What Postgres spent on the statements of all timed connections meanwhile, and how many steps that were. */
  time(work: () => Promise<unknown>): Promise<{ ms: number; steps: number }>
  end(): Promise<void>
}

/** Adds up how long Postgres says its statements took, by what it writes into its log. */
export function createStatementTimer(): StatementTimer {
  let client: pg.Client | undefined
  let durations: number[] = []
  let awaited: { mark: string; resolve(): void } | undefined
  const mark = async () => {
    const id = randomUUID()
    const seen = new Promise<void>((resolve) => {
      awaited = { mark: id, resolve }
    })
    await client?.query(`select '${id}'`)
    // The log comes through a pipe: what was written before this line has arrived by then.
    await seen
  }
  return {
    hear(line) {
      if (awaited && line.includes(awaited.mark)) return awaited.resolve()
      const [, ms] = /duration: ([\d.]+) ms/.exec(line) ?? []
      if (ms) durations.push(Number(ms))
    },
    async begin(databaseUrl) {
      client = new pg.Client({ connectionString: databaseUrl })
      await client.connect()
      await client.query('alter system set log_min_duration_statement = 0')
      await client.query('select pg_reload_conf()')
      await mark()
    },
    async time(work) {
      await mark()
      durations = []
      await work()
      await mark()
      return { ms: durations.reduce((sum, ms) => sum + ms, 0), steps: durations.length }
    },
    async end() {
      await client?.end()
    },
  }
}
