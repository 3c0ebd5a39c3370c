/** One process the supervisor keeps running: how to launch it, and how long it may take to stop. */
export type Unit = { name: string; stopMs: number; launch(): Handle }

/** One life of a unit. */
export type Handle = {
  /** It does its work. Rejects, with the reason, when it ends before. */
  ready: Promise<{ pid: number; info: Record<string, string> }>
  /** It has ended, for whatever reason; never rejects. */
  exited: Promise<Ending>
  /** Ends it in order, and harder after `graceMs`. */
  stop(graceMs: number): Promise<void>
  /** Ends it at once. */
  kill(): void
}

export type Ending = {
  code: number | null
  signal: NodeJS.Signals | null
  /** What it said about its end, fit for a sentence; empty when it said nothing. */
  reason: string
}

export function describeEnding({ code, signal, reason }: Ending): string {
  if (reason) return reason
  return signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`
}
