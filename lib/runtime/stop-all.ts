import type { Log } from './log.ts'

/** Ends things that do not depend on each other, all at once: one that fails or is slow takes nothing from the others. */
export async function stopAll(log: Log, stops: Record<string, () => Promise<unknown>>): Promise<void> {
  await Promise.all(
    Object.entries(stops).map(async ([name, stop]) => {
      try {
        await stop()
      } catch (error) {
        log.warn({ err: error }, `${name} could not be stopped in order`)
      }
    }),
  )
}
