import { expect, it } from 'vitest'
import { useStudio } from '#lib/testing/context.ts'
import { isDatabaseAway } from './database-errors.ts'
import { createDb, type Db } from './db.ts'
import { AppError } from './errors.ts'

const studio = useStudio()

it.each<[string, (db: Db) => Promise<unknown>]>([
  ['a connection that ended in the middle', (db) => db.$queryRaw`select pg_terminate_backend(pg_backend_pid())::text`],
  [
    'a connection that ended in the middle of a transaction',
    (db) => db.$transaction((tx) => tx.$executeRaw`select pg_terminate_backend(pg_backend_pid())`),
  ],
  [
    'a connection that is asked again after its end',
    (db) =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`select pg_terminate_backend(pg_backend_pid())`.catch(() => {})
        await tx.$executeRaw`select 1`
      }),
  ],
])('%s is away', async (_, ask) => {
  expect(isDatabaseAway(await failureOf(ask(studio.database.db)))).toBe(true)
})

it('a database that refuses is away, asked in whatever way', async () => {
  const db = createDb('postgresql://127.0.0.1:9/none')
  expect(isDatabaseAway(await failureOf(db.team.count()))).toBe(true)
  expect(isDatabaseAway(await failureOf(db.$queryRaw`select 1`))).toBe(true)
  expect(isDatabaseAway(await failureOf(db.$transaction((tx) => tx.team.count())))).toBe(true)
  await db.$disconnect()
})

it.each<[string, (db: Db) => Promise<unknown>]>([
  ['a row that is there already', (db) => db.team.create({ data: { id: studio.teamId, name: 'Again' } })],
  ['a row that is not there', (db) => db.person.findUniqueOrThrow({ where: { id: studio.teamId } })],
  ['a wrong statement', (db) => db.$queryRaw`select nothing from nowhere`],
  ['a value that is wrong', (db) => db.$queryRaw`select 'x'::uuid`],
])('%s is no sign that it is away', async (_, ask) => {
  expect(isDatabaseAway(await failureOf(ask(studio.database.db)))).toBe(false)
})

it.each([new Error('anything'), 'ECONNREFUSED', undefined, { code: 'ECONNREFUSED' }])('nor is %j', (error) => {
  expect(isDatabaseAway(error)).toBe(false)
})

it('nor is it when a storage or a GPU refuses a connection', () => {
  const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) })
  expect(isDatabaseAway(cause)).toBe(true)
  for (const code of ['UNAVAILABLE', 'COMFY_UNAVAILABLE'] as const) {
    expect(isDatabaseAway(new AppError({ code, message: 'No answer.', cause }))).toBe(false)
  }
  expect(isDatabaseAway(new AppError({ code: 'DATABASE_UNREACHABLE', message: 'No answer.', cause }))).toBe(true)
})

async function failureOf(asked: Promise<unknown>): Promise<unknown> {
  return await asked.then(
    () => undefined,
    (error: unknown) => error,
  )
}
