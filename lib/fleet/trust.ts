/** Whether a GPU that answers may be given work: one that lets job after job come to nothing is set aside. */
export type Trust = {
  /** Jobs in a row that came to nothing there, and were not to blame for it. */
  refusals: number
  /** What it said to the last of them. */
  reason: string | null
  /** When it may show with one job that it works again. */
  tryAtMs: number
}

export const trusted: Trust = { refusals: 0, reason: null, tryAtMs: 0 }

/** One may have been bad luck. */
const refusalsOfSetAside = 2

/** How long it is given nothing before it may show whether it works again: twice as long each time, up to the last. */
export type TryWaits = { firstMs: number; lastMs: number }
export const usualWaits: TryWaits = { firstMs: 5_000, lastMs: 5 * 60_000 }

/** Work that came to its end there makes it as good as any again, so there is no more to know of it than `trusted`. */
export function afterRefusal(
  { refusals: before }: Trust,
  { reason, nowMs, waits }: { reason: string | null; nowMs: number; waits: TryWaits },
): Trust {
  const refusals = before + 1
  const waitMs = Math.min(waits.lastMs, waits.firstMs * 2 ** Math.max(0, refusals - refusalsOfSetAside))
  return { refusals, reason, tryAtMs: nowMs + waitMs }
}

/** One of them has come to nothing elsewhere, too, so it was the job after all. */
export function afterPardon(trust: Trust): Trust {
  return trust.refusals <= 1 ? trusted : { ...trust, refusals: trust.refusals - 1 }
}

/** It has been started anew, which helps most: with its next job it may show that. */
export function afterRestart(trust: Trust): Trust {
  return { ...trust, tryAtMs: 0 }
}

export function isSetAside({ refusals }: Trust): boolean {
  return refusals >= refusalsOfSetAside
}

/** Nothing at all may be given to one that is set aside; a single job when its time has come, to see. */
export function mayBeGiven(trust: Trust, { nowMs, isAtWork }: { nowMs: number; isAtWork: boolean }): boolean {
  return !isSetAside(trust) || (!isAtWork && nowMs >= trust.tryAtMs)
}
