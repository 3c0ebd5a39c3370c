import { isDatabaseAway } from './database-errors.ts'
import { type ErrorCode, isAppError } from './errors.ts'
import { createLog } from './log.ts'

/** What a process hands back once it does its work: facts worth showing, and how to end it. */
export type Started = { info?: Record<string, string>; stop(): Promise<void> }

/** What a supervised process tells its supervisor. */
export type ChildMessage =
  | { type: 'ready'; info: Record<string, string> }
  | { type: 'failed'; error: { code: ErrorCode; message: string; suggestion?: string } }

/** The supervisor sets this to 1. An ipc channel alone proves nothing: other programs start children with one too. */
export const supervisedVariable = 'FRAMEWRIGHT_SUPERVISED'

/** Without its supervisor nobody reads the logs or frees the port, so an orphan ends soon, finished or not. */
const orphanStopMs = 2_000

/**
 * How long a stop waits for a start to finish so that it can be undone in order. One that hangs, behind a lock another
 * process holds for instance, has served nobody yet: what it holds goes with the process.
 */
const startGraceMs = 1_500

/** What a process ends with that fell over the end of its database: "try again later", by the custom of mail servers. */
export const databaseLostExit = 75

/** Runs one process of the product, alone in a terminal or under the supervisor: ready, failed, signals, end. */
export async function runProcess(name: string, start: () => Promise<Started>): Promise<void> {
  const log = createLog(name, 'info')
  const isSupervised = process.env[supervisedVariable] === '1' && process.send !== undefined
  const dieOf = (error: unknown, message: string): void => {
    log.fatal({ err: error }, message)
    process.exit(isDatabaseAway(error) ? databaseLostExit : 1)
  }
  process.on('uncaughtException', (error) => dieOf(error, 'Uncaught exception'))
  process.on('unhandledRejection', (reason) => dieOf(reason, 'Unhandled rejection'))

  // The signals count from the first moment, so a stop that arrives during the start waits for the start and undoes it.
  const started = Promise.withResolvers<Started>()
  let isStopping = false
  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    const timer = setTimeout(() => process.exit(0), startGraceMs)
    void started.promise.then(() => clearTimeout(timer))
    try {
      await (await started.promise).stop()
    } catch (error) {
      return dieOf(error, 'Could not stop cleanly')
    }
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  // Ctrl-C reaches every process of a terminal; when supervised, the supervisor stops them in order instead.
  process.on('SIGINT', isSupervised ? () => {} : stop)
  // A closed terminal: same story as Ctrl-C.
  process.on('SIGHUP', isSupervised ? () => {} : stop)
  if (isSupervised) {
    const stopOrphan = (): void => {
      setTimeout(() => process.exit(1), orphanStopMs).unref()
      void stop()
    }
    process.on('disconnect', stopOrphan)
    // Killed while this process was still loading: the event has come and gone.
    if (!process.connected) stopOrphan()
    // The supervisor's end of these pipes is gone when it was killed; the last words are then for nobody.
    process.stdout.on('error', () => {})
    process.stderr.on('error', () => {})
  }

  try {
    const running = await start()
    started.resolve(running)
    const info = running.info ?? {}
    if (isSupervised) await send({ type: 'ready', info })
    else process.stdout.write(`${[`${name} is ready`, ...Object.values(info)].join('  ')}\n`)
  } catch (error) {
    if (isSupervised) await send({ type: 'failed', error: failureOf(error) })
    // What failed on purpose is a sentence already; only a surprise needs its stack kept.
    if (!isAppError(error)) dieOf(error, 'Could not start')
    if (!isSupervised) process.stderr.write(`${failureOf(error).message} ${failureOf(error).suggestion ?? ''}\n`)
    process.exit(1)
  }
}

const databaseLost = 'The database was lost during the start.'

function failureOf(error: unknown): Extract<ChildMessage, { type: 'failed' }>['error'] {
  if (!isAppError(error) && isDatabaseAway(error)) return { code: 'DATABASE_UNREACHABLE', message: databaseLost }
  if (!isAppError(error)) return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }
  const { code, message, suggestion } = error
  return suggestion === undefined ? { code, message } : { code, message, suggestion }
}

/** Resolves when the message has left, or can no longer: the exit that may follow would cut it off. */
async function send(message: ChildMessage): Promise<void> {
  if (!process.connected) return
  await new Promise<void>((resolve) => {
    process.send?.(message, undefined, undefined, () => resolve())
  })
}
