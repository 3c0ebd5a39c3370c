import { setTimeout as delay } from 'node:timers/promises'
import { databaseLostExit } from '#lib/runtime/child.ts'
import { AppError, describeError, isAppError } from '#lib/runtime/errors.ts'
import { stepAfterExit } from './restart-rule.ts'
import { describeEnding, type Handle, type Unit } from './unit.ts'

export type Supervisor = {
  /** Launches a unit and keeps it running. Resolves when it is ready the first time, rejects when it cannot begin. */
  start(unit: Unit): Promise<Record<string, string>>
  /** Resolves when a unit cannot be kept running; everything should then be stopped. */
  failed: Promise<AppError>
  /** Stops the units one after another, the last one started first. */
  stop(): Promise<void>
  /** Ends a stop that takes too long for whoever waits for it. */
  stopNow(): void
}

export type SupervisorOptions = {
  /** A line for the terminal about something that happened to a unit. */
  onNotice(line: string): void
  /** The pids changed. */
  onChange(pids: Record<string, number>): void
}

/** Service managers and people alike take a program that needs longer for hung. */
const stopAllMs = 9_000
const nowMs = (): number => performance.now()

type Entry = { unit: Unit; handle: Handle; pid?: number | undefined }

export function createSupervisor({ onNotice, onChange }: SupervisorOptions): Supervisor {
  const entries: Entry[] = []
  const failed = Promise.withResolvers<AppError>()
  const stopping = new AbortController()
  const withoutDatabase = new Set<string>()

  const setPid = (entry: Entry, pid: number | undefined): void => {
    entry.pid = pid
    onChange(Object.fromEntries(entries.flatMap(({ unit, pid }) => (pid === undefined ? [] : [[unit.name, pid]]))))
  }

  const start = async (unit: Unit): Promise<Record<string, string>> => {
    stopping.signal.throwIfAborted()
    const entry: Entry = { unit, handle: unit.launch() }
    entries.push(entry)
    const startedMs = nowMs()
    const { pid, info } = await entry.handle.ready
    setPid(entry, pid)
    void keepRunning(entry, startedMs)
    return info
  }

  const keepRunning = async (entry: Entry, firstStartMs: number): Promise<void> => {
    const { unit } = entry
    let crashes = 0
    let startedMs = firstStartMs
    let isDatabaseAway = false
    for (;;) {
      const ending = await entry.handle.exited
      if (stopping.signal.aborted) return
      setPid(entry, undefined)
      const isForDatabase = isDatabaseAway || ending.code === databaseLostExit
      const next = stepAfterExit({ crashes, livedMs: nowMs() - startedMs, isDatabaseAway: isForDatabase })
      if (next.kind === 'give-up') return failed.resolve(crashedForGood(unit.name, describeEnding(ending)))
      if (!isDatabaseAway) onNotice(`${unit.name} ended unexpectedly (${describeEnding(ending)}). Starting it again.`)
      await delay(next.delayMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      crashes = next.crashes
      startedMs = nowMs()
      entry.handle = unit.launch()
      isDatabaseAway = false
      try {
        setPid(entry, (await entry.handle.ready).pid)
        onNotice(`${unit.name} is running again.`)
        noteDatabaseBack(unit.name)
      } catch (error) {
        if (stopping.signal.aborted) continue
        isDatabaseAway = isAppError(error) && error.code === 'DATABASE_UNREACHABLE'
        // The loop sees the same end again and counts it; only its reason is told here.
        if (isDatabaseAway) noteDatabaseAway(unit.name, error)
        else onNotice(`${unit.name} did not start: ${describeError(error)}`)
      }
    }
  }

  // Several units miss the same database, over and over: it is told once that it is away, and once that it is back.
  const noteDatabaseAway = (name: string, error: unknown): void => {
    if (withoutDatabase.size === 0) onNotice(`${describeError(error)} Framewright waits for it.`)
    withoutDatabase.add(name)
  }
  const noteDatabaseBack = (name: string): void => {
    if (withoutDatabase.delete(name) && withoutDatabase.size === 0) onNotice('The database answers again.')
  }

  const stop = async (): Promise<void> => {
    stopping.abort()
    const deadlineMs = nowMs() + stopAllMs
    for (const { unit, handle } of entries.toReversed()) {
      await handle.stop(Math.max(0, Math.min(unit.stopMs, deadlineMs - nowMs())))
    }
  }

  return {
    start,
    failed: failed.promise,
    stop,
    stopNow: () => {
      for (const { handle } of entries) handle.kill()
    },
  }
}

function crashedForGood(name: string, reason: string): AppError {
  return new AppError({
    code: 'PROCESS_FAILED',
    message: `${name} ended three times in a row soon after it began: ${reason}`,
    suggestion: `What it said is in logs/${name}.log of the data folder. Nothing that was saved is lost.`,
  })
}
