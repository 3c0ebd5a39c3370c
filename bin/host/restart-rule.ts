/** How many times in a row a process ended soon after it began. */
export type CrashCount = number

export type NextStep = { kind: 'restart'; delayMs: number; crashes: CrashCount } | { kind: 'give-up' }

/** A process that worked this long was sound: what ended it is another story than the last crash. */
export const soundAfterMs = 30_000
const firstDelayMs = 250
const maxCrashes = 3
/** Soon enough after a database is back, and little work while it is away. */
export const longestDelayMs = 2_000

/**
 * What to do about a process that ended by itself: again, after a wait that doubles, but not a third time in a row. One
 * that could not begin without its database is no crash, and waits for it as long as it takes.
 */
export function stepAfterExit(input: { crashes: CrashCount; livedMs: number; isDatabaseAway?: boolean }): NextStep {
  if (input.isDatabaseAway) return { kind: 'restart', delayMs: longestDelayMs, crashes: 0 }
  const crashes = input.livedMs >= soundAfterMs ? 0 : input.crashes + 1
  if (crashes >= maxCrashes) return { kind: 'give-up' }
  return { kind: 'restart', delayMs: firstDelayMs * 2 ** Math.max(0, crashes - 1), crashes }
}
