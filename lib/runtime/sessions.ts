import { AppError } from './errors.ts'

type Connection = { query(sql: string): Promise<{ rows: { pid?: number }[] }> }

/**
 * Refuses a pooler that gives each transaction, or statement, whatever session is free: a lock would stay with a session
 * that is somebody else's by then, and a notification would reach nobody. It shows when two connections have the same
 * session, or when the first gets another one while the second holds on to its own.
 */
export async function requireSessions(first: Connection, second: Connection): Promise<void> {
  const before = await sessionOf(first)
  if ((await sessionOf(second)) === before) throw keepsNone()
  await second.query('begin')
  try {
    if ((await sessionOf(first)) !== before) throw keepsNone()
  } finally {
    await second.query('rollback')
  }
}

async function sessionOf(connection: Connection): Promise<number | undefined> {
  const { rows } = await connection.query('select pg_backend_pid() as pid')
  return rows[0]?.pid
}

function keepsNone(): AppError {
  return new AppError({
    code: 'DATABASE_UNSUITABLE',
    message:
      'DATABASE_URL names a pooler in transaction mode, which keeps no sessions: locks and notifications need them.',
    suggestion: 'Name the Postgres server itself, or have the pooler work in session mode.',
  })
}
