import { AppError } from '#lib/runtime/errors.ts'
import { type Caller, callOk } from './http.ts'
import type { LookUp } from './look-up.ts'
import { pause, withTries } from './tries.ts'
import { formatSeconds } from './unavailable.ts'

/**
 * `withdrawn`: it waited, and is gone without having begun. `running` and `ended`: it had begun, and is left alone. `unknown`:
 * the server does not know it, so nothing is known of it here either.
 */
export type Withdrawn = 'withdrawn' | 'running' | 'ended' | 'unknown'

/** Records can be late by moments, so that it is gone is believed when it has been seen so often, so far apart. */
const looksToBelieve = 3
const betweenLooksMs = 25
/** The server does it at once; that it has not means that the request was lost. */
const askAgainMs = 1_000
const giveUpMs = 10_000

/**
 * Takes a prompt out of a server's queue unless it has begun. One that runs is never interrupted, so this is no cancel: what
 * comes back says whether somebody else may run it now.
 */
export async function withdrawPrompt(
  caller: Caller,
  lookUp: LookUp,
  { promptId, signal }: { promptId: string; signal?: AbortSignal | undefined },
): Promise<Withdrawn> {
  const giveUpAt = performance.now() + giveUpMs
  let askAgainAt = 0
  let absences = 0
  let wasThere = false
  for (;;) {
    const { state } = await withTries(caller.limits, () => lookUp(promptId, signal), signal)
    if (state === 'running' || state === 'ended') return state
    if (state === 'unknown') {
      if (++absences >= looksToBelieve) return wasThere ? 'withdrawn' : 'unknown'
    } else {
      absences = 0
      wasThere = true
      const now = performance.now()
      if (now > giveUpAt) throw errorOfStubborn(caller, promptId)
      if (now >= askAgainAt) {
        await deletePending(caller, { promptId, signal })
        askAgainAt = now + askAgainMs
        continue
      }
    }
    await pause(betweenLooksMs, signal)
  }
}

/** It is in the server's queue or it is not: this touches nothing that runs. */
async function deletePending(
  caller: Caller,
  { promptId, signal }: { promptId: string; signal: AbortSignal | undefined },
): Promise<void> {
  const json = { delete: [promptId] }
  const request = { path: '/queue', method: 'POST', json, deadlineMs: caller.limits.askMs, signal } as const
  await withTries(caller.limits, () => callOk(caller, request), signal)
}

function errorOfStubborn({ server }: Caller, promptId: string): AppError {
  return new AppError({
    code: 'GENERATION_TIMEOUT',
    message: `${server.name} has not let go of a waiting prompt within ${formatSeconds(giveUpMs)}.`,
    suggestion: 'Look at its own window or log.',
    details: { promptId, server: server.name },
    retryable: true,
  })
}
