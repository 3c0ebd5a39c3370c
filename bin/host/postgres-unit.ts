import { type RunningPostgres, startPostgres } from './postgres.ts'
import type { Ending, Unit } from './unit.ts'

/** The embedded Postgres as the supervisor sees it. A restart keeps the port, which the other processes know. */
export function postgresUnit(options: {
  dir: string
  reservedPort: number
  log: (line: string) => void
  onStart: (running: RunningPostgres) => void
}): Unit {
  let port: number | undefined
  return {
    name: 'postgres',
    stopMs: 5_000,
    launch: () => {
      let lastPanic = ''
      const log = (line: string): void => {
        options.log(line)
        // Not FATAL: that is what clients are told when their connection ends.
        lastPanic = /PANIC: .*/.exec(line)?.[0] ?? lastPanic
      }
      const breakingOff = new AbortController()
      const starting = startPostgres({
        dir: options.dir,
        reservedPort: options.reservedPort,
        log,
        signal: breakingOff.signal,
        ...(port === undefined ? {} : { port }),
      })
      const exited = starting.then(
        async (running): Promise<Ending> => ({ ...(await running.exited), reason: lastPanic }),
        (error): Ending => ({ code: 1, signal: null, reason: error instanceof Error ? error.message : String(error) }),
      )
      const ready = starting.then((running) => {
        port = Number(new URL(running.url).port)
        options.onStart(running)
        return { pid: running.pid, info: { version: running.version } }
      })
      // Recovery after a power cut may take a minute: whoever stops it meanwhile does not wait for that.
      const stop = async (graceMs: number): Promise<void> => {
        breakingOff.abort()
        const running = await starting.catch(() => undefined)
        await running?.stop(graceMs)
      }
      return { ready, exited, stop, kill: () => void stop(0) }
    },
  }
}
