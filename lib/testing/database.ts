import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { createDb, type Db } from '#lib/runtime/db.ts'

export type TestDatabase = {
  readonly db: Db
  readonly url: string
}

/**
 * Gives the test file, or the `describe` it is called in, a database of its own with the schema in it and no rows.
 * Afterwards it is dropped, and a connection that is still open then, a leak, fails the file.
 */
export function useDatabase(): TestDatabase {
  const state: { db?: Db; url?: string } = {}

  beforeAll(async () => {
    state.url = await cloneTemplate()
    state.db = createDb(state.url)
  })
  afterAll(async () => {
    await state.db?.$disconnect()
    if (state.url) await dropDatabase(state.url)
  })
  return {
    get db() {
      return there(state.db)
    },
    get url() {
      return there(state.url)
    },
  }
}

/** An empty database, without even the schema. It is dropped at the end of the test file. */
export function useEmptyDatabase(): { readonly url: string } {
  const state: { url?: string } = {}
  beforeAll(async () => {
    state.url = await createDatabase('template0')
  })
  afterAll(async () => {
    if (state.url) await dropDatabase(state.url)
  })
  return {
    get url() {
      return there(state.url)
    },
  }
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test database is there in tests and hooks, not while the file is read.')
  return value
}

function cloneTemplate(): Promise<string> {
  return createDatabase(new URL(inject('templateUrl')).pathname.slice(1))
}

/** Makes a database from the template and returns its address. */
export async function createDatabase(template: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(inject('templateUrl'), (admin) => admin.query(`create database ${name} template ${template}`))
  const url = new URL(inject('templateUrl'))
  url.pathname = `/${name}`
  return url.href
}

/** How long a connection that was told to close may take: Postgres notices after the client has gone on. */
const defaultClosingMs = 2_000

/** Drops the database, and throws when someone was still connected to it. */
export async function dropDatabase(url: string, options: { closingMs?: number } = {}): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  const leaks = await asAdmin(inject('templateUrl'), async (admin) => {
    const giveUpAtMs = Date.now() + (options.closingMs ?? defaultClosingMs)
    for (;;) {
      const { rows } = await admin.query<{ application_name: string; query: string }>(
        'select application_name, query from pg_stat_activity where datname = $1',
        [name],
      )
      if (rows.length > 0 && Date.now() < giveUpAtMs) continue
      await admin.query(`drop database ${name} with (force)`)
      return rows
    }
  })
  if (leaks.length === 0) return
  const last = leaks.map((leak) => `${leak.application_name} ${leak.query}`.trim()).join('\n')
  throw new Error(`${leaks.length} connection(s) left open. Last statements:\n${last}`)
}

/** A connection beside the database itself: Postgres refuses to copy or drop one that someone is connected to. */
export async function asAdmin<T>(databaseUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(databaseUrl)
  url.pathname = '/postgres'
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}
