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

/** Waits for something that never fails, until the signal says CANCELLED. */
export async function orAborted(waitedFor: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return waitedFor
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const onAbort = () => resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  if (!signal.aborted) await Promise.race([waitedFor, aborted])
  signal.removeEventListener('abort', onAbort)
  if (signal.aborted) throw errorOfAbort(signal.reason)
}

/** Between half and all of it, so that clients that fell together do not come back together. */
export function withJitter(ms: number): number {
  return ms * (0.5 + Math.random() / 2)
}
