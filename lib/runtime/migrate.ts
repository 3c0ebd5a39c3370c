import { createHash, randomUUID } from 'node:crypto'
import pg from 'pg'
import { AppError, describeError, isAppError } from './errors.ts'
import { type Migration, migrationsHome, readMigrations } from './migrations.ts'
import { requireSessions } from './sessions.ts'

/** Any number no other program on a shared server is likely to use: "FWMG" in ASCII. */
const migrationLockKey = 0x46574d47
const connectTimeoutMs = 5_000

/**
 * Brings the database to this version's schema and returns the names of what it applied. Safe for any number of processes
 * at once: the first works, the rest wait.
 *
 * The history table is Prisma's own, but the scripts are run here: Prisma's engine writes down "started", the script and
 * "finished" one by one, and a process killed between them leaves a database that never starts again. Here a script and its
 * record are one transaction.
 */
export async function migrate(databaseUrl: string, migrationsDir: string = migrationsHome): Promise<string[]> {
  const known = await readMigrations(migrationsDir)
  const client = await connect(databaseUrl)
  try {
    await refusePooler(client, databaseUrl)
    // Held by the connection, so it is freed however this process ends.
    await client.query('select pg_advisory_lock($1)', [migrationLockKey])
    await client.query(createHistory)
    const { rows } = await client.query<{ migration_name: string }>(
      'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    )
    const applied = new Set(rows.map((row) => row.migration_name))
    refuseNewerDatabase(applied, known)
    const pending = known.filter((migration) => !applied.has(migration.name))
    for (const migration of pending) await applyMigration(client, migration)
    return pending.map((migration) => migration.name)
  } catch (error) {
    if (isAppError(error)) throw error
    throw new AppError({
      code: 'DATABASE_UNSUITABLE',
      message: `The database could not be brought up to date: ${describeError(error)}.`,
      suggestion: 'Check that the user of DATABASE_URL owns the database, and start again.',
      cause: error,
    })
  } finally {
    await client.end()
  }
}

/** Before the lock is taken: behind such a pooler it would stay locked. Every process that uses the database comes by here. */
async function refusePooler(client: pg.Client, databaseUrl: string): Promise<void> {
  const second = await connect(databaseUrl)
  try {
    await requireSessions(client, second)
  } finally {
    await second.end()
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs })
  // A connection that breaks also fails the query under way; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    throw new AppError({
      code: 'DATABASE_UNREACHABLE',
      message: `The database at ${client.host}:${client.port} does not answer: ${describeError(error)}.`,
      suggestion: 'Start it, or correct DATABASE_URL.',
      retryable: true,
      cause: error,
    })
  }
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(migration.sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), createHash('sha256').update(migration.sql).digest('hex'), migration.name],
    )
    await client.query('commit')
  } catch (error) {
    throw new AppError({
      code: 'DATABASE_UNSUITABLE',
      message: `The database could not be brought up to date: migration ${migration.name} failed with "${describeError(error)}".`,
      suggestion: 'It was left as it was before, so the version you used until now still runs on it.',
      details: { migration: migration.name },
      cause: error,
    })
  }
}

/** An older program on a newer database would write rows the newer one does not expect. */
function refuseNewerDatabase(applied: Set<string>, known: Migration[]): void {
  const names = new Set(known.map((migration) => migration.name))
  const unknown = [...applied].filter((name) => !names.has(name))
  if (unknown.length === 0) return
  throw new AppError({
    code: 'DATABASE_UNSUITABLE',
    message: 'The database was made by a newer version of Framewright.',
    suggestion: 'Start that version, or a newer one, on it; this one would damage it.',
    details: { unknownMigrations: unknown },
  })
}

// Column for column what Prisma's engine would create, so that its tools can read it.
const createHistory = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`
