import { type Logger, pino } from 'pino'

export type Log = Logger

/** One JSON line an event, on standard output; errors keep their cause. */
export function createLog(process: string, level: string): Log {
  const options = { level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime }
  // Written at once: the last line before an exit arrives, and a reader that is gone cannot hold the exit up, as it
  // does when lines are kept back (the flush at exit then tries for ever).
  return pino(options, pino.destination({ dest: 1, sync: true }))
}
