import pg from 'pg'
import { AppError, systemCode } from '#lib/runtime/errors.ts'

/** PostgreSQL 15 is the oldest that is still maintained. */
const oldestMajor = 15
const defaultTimeoutMs = 5_000

/** Proves that the database of DATABASE_URL answers and is recent enough, and gives its version. */
export async function checkDatabase(url: string, timeoutMs = defaultTimeoutMs): Promise<string> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const result = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    const version = (result.rows[0]?.version ?? '').split(' ')[0] ?? ''
    if (Number.parseInt(version, 10) < oldestMajor) throw tooOld(url, version)
    return version
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreachable(url, error)
  } finally {
    // Waiting for a server that does not answer to say goodbye would outlast the deadline.
    void client.end().catch(() => {})
  }
}

/** Where a database is, without who and how: safe to show. */
export function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'localhost'}:${port || 5432}${pathname}`
}

function unreachable(url: string, cause: unknown): AppError {
  const code = systemCode(cause) ?? ''
  return new AppError({
    code: 'DATABASE_UNREACHABLE',
    message: `The database at ${placeOf(url)} cannot be used: ${reasonsByCode[code] ?? reasonOfText(cause)}.`,
    suggestion: 'Check DATABASE_URL and that the server runs, or unset DATABASE_URL to use the embedded database.',
    retryable: true,
    // Not the cause itself: pg's errors can carry the whole connection string.
    details: { reason: code },
  })
}

const reasonsByCode: Record<string, string> = {
  ECONNREFUSED: 'nothing accepts connections there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'it did not answer in time',
  '28P01': 'it refuses this user or password',
  '28000': 'it refuses this user',
  '3D000': 'there is no database of that name',
  '53300': 'it has no free connections',
  '57P03': 'it is still starting or about to stop',
}

function reasonOfText(error: unknown): string {
  const text = error instanceof Error ? error.message : ''
  if (/timeout/i.test(text)) return 'it did not answer in time'
  if (/SSL/i.test(text)) return 'it and DATABASE_URL disagree about SSL'
  if (/terminated/.test(text)) return 'the connection was cut'
  return 'it does not answer as a Postgres does'
}

function tooOld(url: string, version: string): AppError {
  return new AppError({
    code: 'DATABASE_UNSUITABLE',
    message: `The database at ${placeOf(url)} is PostgreSQL ${version}; Framewright needs ${oldestMajor} or newer.`,
    suggestion: 'Upgrade that server, or unset DATABASE_URL to use the embedded database.',
  })
}
