import { AppError } from '#lib/runtime/errors.ts'
import { fieldsOf } from './fields.ts'
import { type Caller, call, callOk, pathPart } from './http.ts'
import type { LookUp } from './look-up.ts'
import { pause, withTries } from './tries.ts'
import { formatSeconds } from './unavailable.ts'

/** `finished`: it had ended of itself before the cancel reached it. `unknown`: the server had never heard of it. */
export type Cancelled = 'cancelled' | 'finished' | 'unknown'

/** As seldom as an interrupt may get lost: one that is sent between two prompts is. */
const repeatMs = 2_000

/**
 * Takes one prompt, and no other, off a server, and makes sure that it is gone. A running one stops at its next step, so
 * this can take a while.
 */
export async function cancelPrompt(
  caller: Caller,
  lookUp: LookUp,
  { promptId, signal }: { promptId: string; signal?: AbortSignal | undefined },
): Promise<Cancelled> {
  const giveUpAt = performance.now() + caller.limits.cancelMs
  let wasThere = false
  let askAgainAt = 0
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 2, 1_000)) {
    const record = await withTries(caller.limits, () => lookUp(promptId, signal), signal)
    if (record.state === 'ended') return record.result === 'interrupted' ? 'cancelled' : 'finished'
    if (record.state === 'unknown') return wasThere ? 'cancelled' : 'unknown'
    wasThere = true
    const now = performance.now()
    if (now > giveUpAt) throw errorOfStubborn(caller, promptId)
    if (now >= askAgainAt) {
      await askToStop(caller, { promptId, isRunning: record.state === 'running', signal })
      askAgainAt = now + repeatMs
    }
    await pause(waitMs, signal)
  }
}

type Ask = { promptId: string; isRunning: boolean; signal: AbortSignal | undefined }

async function askToStop(caller: Caller, { promptId, isRunning, signal }: Ask): Promise<void> {
  const shared = { method: 'POST', deadlineMs: caller.limits.askMs, signal } as const
  const path = `/api/jobs/${pathPart(promptId)}/cancel`
  const { status, body } = await call(caller, { ...shared, path })
  if (status === 200 && typeof fieldsOf(body).cancelled === 'boolean') return
  // Servers before June 2026: two ways for the two places a prompt can be in, both harmless when it is in neither.
  await callOk(caller, { ...shared, path: '/queue', json: { delete: [promptId] } })
  // Never without the id, and never when it is not running: it would stop whatever runs.
  if (isRunning) await callOk(caller, { ...shared, path: '/interrupt', json: { prompt_id: promptId } })
}

function errorOfStubborn({ server, limits }: Caller, promptId: string): AppError {
  return new AppError({
    code: 'GENERATION_TIMEOUT',
    message: `${server.name} has not stopped the prompt within ${formatSeconds(limits.cancelMs)}.`,
    suggestion:
      'A long step, such as loading a model, is finished first: try again in a minute, or restart ComfyUI there.',
    details: { promptId, server: server.name },
    retryable: true,
  })
}
