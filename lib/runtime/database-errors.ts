import { isAppError, systemCode } from './errors.ts'

/** Refused or reset by the network; shutting down, crashed, starting up, out of room (Postgres); and what Prisma makes of them. */
const awayCodes =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|08\w{3}|57P0[1235]|53\w{3}|40001|40P01|25006|P1001|P1002|P1008|P1017|P2024|P2028)$/
const awayKinds = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']
const awayWords =
  /connection terminated|closed the connection|connection timeout|timeout exceeded when trying to connect|is not queryable/i

/** Whether an error means that the database does not answer at the moment, so that the same call may succeed soon. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // A connection that is refused looks the same whoever refuses it. Here somebody has said who it was: a GPU, a storage.
  if (isAppError(error)) return error.code === 'DATABASE_UNREACHABLE'
  const code = systemCode(error)
  if ((code && awayCodes.test(code)) || awayWords.test(error.message)) return true
  const inner = adapterCause(error)
  if (!inner) return isDatabaseAway(error.cause)
  return awayKinds.includes(String(inner.kind)) || awayCodes.test(String(inner.originalCode ?? inner.code))
}

/** Whether the transaction was ended only because another stood in its way. */
export function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const inner = adapterCause(error)
  return [systemCode(error), inner?.originalCode, inner?.code].includes('40P01')
}

type AdapterCause = { kind?: unknown; originalCode?: unknown; code?: unknown }

/** Prisma hides what the driver said in `meta`, or in the cause of a driver's own error. */
function adapterCause(error: Error): AdapterCause | undefined {
  const meta: unknown = 'meta' in error ? error.meta : undefined
  const driver = isObject(meta) ? meta.driverAdapterError : error
  const cause = isObject(driver) ? driver.cause : undefined
  return isObject(cause) && !(cause instanceof Error && !('kind' in cause)) ? cause : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
