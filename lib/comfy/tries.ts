import { setTimeout as sleep } from 'node:timers/promises'
import { isAppError } from '#lib/runtime/errors.ts'
import type { ComfyLimits } from './limits.ts'
import { errorOfAbort } from './unavailable.ts'

/** Repeats what may pass when repeated, with growing waits; what cannot pass is thrown at once. */
export async function withTries<T>(
  limits: Pick<ComfyLimits, 'tries' | 'retryMs' | 'retryForMs'>,
  attempt: (number: number) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const stopAt = performance.now() + limits.retryForMs
  for (let number = 1; ; number++) {
    try {
      return await attempt(number)
    } catch (error) {
      if (number >= limits.tries || performance.now() > stopAt || !isAppError(error) || !error.retryable) throw error
      await pause(withJitter(limits.retryMs * 2 ** (number - 1)), signal)
    }
  }
}

/** A wait that the signal ends with a CANCELLED. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {})
  } catch (error) {
    throw errorOfAbort(error)
  }
}

/** Between half and all of it, so that clients that fell together do not come back together. */
export function withJitter(ms: number): number {
  return ms * (0.5 + Math.random() / 2)
}
