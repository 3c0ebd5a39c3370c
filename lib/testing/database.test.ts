import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { createDatabase, dropDatabase, useDatabase } from './database.ts'

describe('a test database', () => {
  const first = useDatabase()
  const second = useDatabase()

  it('has the schema, no rows, and nothing of what other tests write', async () => {
    await first.db.team.create({ data: { id: '00000000-0000-7000-8000-000000000009', name: 'Theirs' } })
    expect(await first.db.team.count()).toBe(1)
    expect(await second.db.team.count()).toBe(0)
  })
})

it('that is still in use at the end is a leak, and is dropped all the same', async () => {
  const url = await createDatabase('template0')
  const leak = new pg.Client({ connectionString: url, application_name: 'forgotten' })
  leak.on('error', () => {})
  await leak.connect()
  await leak.query('select 42')
  await expect(dropDatabase(url, { closingMs: 0 })).rejects.toThrow(
    /^1 connection\(s\) left open.*forgotten select 42/s,
  )
  await expect(dropDatabase(url)).rejects.toThrow(/does not exist/)
})
