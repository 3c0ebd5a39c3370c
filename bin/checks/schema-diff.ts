import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { migrate } from '#lib/runtime/migrate.ts'
import { migrationsHome, readMigrations } from '#lib/runtime/migrations.ts'

const prismaDir = path.resolve(import.meta.dirname, '../../prisma')
const filters = { externalTables: [], externalEnums: [] }

/** The SQL that would bring a database with these migrations to the schema file: empty when the two agree. */
export async function diffSchema(scratchUrl: string): Promise<string> {
  const content = await readFile(path.join(prismaDir, 'schema.prisma'), 'utf8')
  const files = [{ path: 'schema.prisma', content }]
  await migrate(scratchUrl)
  return await withEngine(scratchUrl, async (engine) => {
    const result = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: prismaDir },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters,
    })
    const sql = result.stdout?.trim() ?? ''
    return sql === '-- This is an empty migration.' ? '' : sql
  })
}

/** What Prisma's own engine finds wrong with the history of a migrated database: nothing, when ours is written as it would. */
export async function diagnoseHistory(databaseUrl: string) {
  const migrationsList = await readMigrationList()
  return await withEngine(databaseUrl, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  )
}

async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const engine = await loadEngine(pool)
  try {
    return await work(engine)
  } finally {
    engine.free()
    await pool.end()
  }
}

async function loadEngine(pool: pg.Pool): Promise<SchemaEngine> {
  // Node calls the import of WebAssembly experimental, in two lines that nobody who reads our output can act on.
  process.removeAllListeners('warning')
  const { SchemaEngine: Engine } = await import('@prisma/schema-engine-wasm')
  return await Engine.new({ datamodels: undefined }, () => {}, createAdapterFactory(pool))
}

/**
 * Prisma's adapter, taught the type "char" (18) that Postgres describes its own tables with: the adapter refuses to read it,
 * and the engine stops at anything but a character. So it is read as text (25) and handed on as a character.
 */
function createAdapterFactory(pool: pg.Pool) {
  const charColumns = new Set<string>()
  pool.on('connect', (client) => {
    client.connection.prependListener('rowDescription', ({ fields }: { fields: pg.FieldDef[] }) => {
      for (const field of fields.filter(({ dataTypeID }) => dataTypeID === 18)) {
        charColumns.add(field.name)
        field.dataTypeID = 25
      }
    })
  })
  const base = new PrismaPg(pool)
  const connect = async () => {
    const adapter = await base.connect()
    const readRows = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const rows = await readRows(query)
      const columnTypes = rows.columnNames.map((name, i) =>
        charColumns.has(name) ? ColumnTypeEnum.Character : (rows.columnTypes[i] ?? ColumnTypeEnum.Text),
      )
      return { ...rows, columnTypes }
    }
    return adapter
  }
  const { provider, adapterName } = base
  return bindMigrationAwareSqlAdapterFactory({ provider, adapterName, connect, connectToShadowDb: connect })
}

async function readMigrationList(): Promise<MigrationList> {
  const migrations = await readMigrations()
  return {
    baseDir: migrationsHome,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}
