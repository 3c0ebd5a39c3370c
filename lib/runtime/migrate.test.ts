import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnoseHistory, diffSchema } from '#bin/checks/schema-diff.ts'
import { useEmptyDatabase } from '#lib/testing/database.ts'
import { migrate } from './migrate.ts'
import { migrationNames } from './migrations.ts'

const run = promisify(execFile)

describe('an empty database', () => {
  const database = useEmptyDatabase()

  it('is brought up to date by one of several processes that start together', async () => {
    const script = `import { migrate } from '#lib/runtime/migrate.ts'; console.log(JSON.stringify(await migrate(process.argv[1])))`
    const starts = Array.from({ length: 4 }, () =>
      run(process.execPath, ['--input-type=module', '-e', script, database.url], { cwd: process.cwd() }),
    )
    const applied = (await Promise.all(starts)).flatMap(({ stdout }): unknown => JSON.parse(stdout))
    expect(applied).toEqual(await migrationNames())
  })

  it('is left alone the second time', async () => {
    expect(await migrate(database.url)).toEqual([])
  })

  it('has a history that Prisma agrees with, and the tables of the schema file', async () => {
    expect(await diagnoseHistory(database.url)).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    })
    expect(await diffSchema(database.url)).toBe('')
  })

  it('orders positions byte by byte', async () => {
    const rows = await query(
      database.url,
      `select table_name from information_schema.columns
       where column_name = 'position' and table_schema = 'public' and collation_name is distinct from 'C'`,
    )
    expect(rows).toEqual([])
  })
})

describe('migrations', () => {
  const database = useEmptyDatabase()
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'migrations-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  async function write(name: string, sql: string) {
    await mkdir(path.join(dir, name), { recursive: true })
    await writeFile(path.join(dir, name, 'migration.sql'), sql)
  }

  it('are all done or not at all, and a repaired one goes through', async () => {
    await write(
      '1_first',
      `create table a (id int); create function f() returns int language sql as 'select 1; select 2;';`,
    )
    await write('2_broken', 'create table b (id int); insert into a values (1); create table a (id int);')
    await expect(migrate(database.url, dir)).rejects.toMatchObject({
      code: 'DATABASE_UNSUITABLE',
      message: expect.stringMatching(/2_broken failed with "relation "a" already exists"/),
      details: { migration: '2_broken' },
    })
    expect(await query(database.url, 'select * from a')).toEqual([])
    expect(await query(database.url, `select to_regclass('b') as b`)).toEqual([{ b: null }])

    await write('2_broken', 'create table b (id int);')
    expect(await migrate(database.url, dir)).toEqual(['2_broken'])
  })

  it('of a newer version are not touched by an older one', async () => {
    await rm(path.join(dir, '2_broken'), { recursive: true })
    await expect(migrate(database.url, dir)).rejects.toMatchObject({
      code: 'DATABASE_UNSUITABLE',
      message: 'The database was made by a newer version of Framewright.',
      details: { unknownMigrations: ['2_broken'] },
    })
  })
})

it('says where the database was looked for, and never the password', async () => {
  const error: unknown = await migrate('postgresql://me:secret@127.0.0.1:9/none').catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', message: expect.stringContaining('127.0.0.1:9') })
  expect(String(error)).not.toContain('secret')
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
