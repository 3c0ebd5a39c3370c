import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '#lib/runtime/errors.ts'
import type { Gpu, WorkerCtx } from './context.ts'

type CallingOff = {
  promptId: string
  calledOff: AbortSignal
  /** Nothing more is to be done: the run has come to its end. */
  signal: AbortSignal
}

const askAgainMs = 2_000
/** A server that answered a moment ago gets so long for a small question; one that was silent before, less. */
const patienceMs = 3_000
const littlePatienceMs = 500

/**
 * Stops a prompt on its server once its job is called off, and is asked for until it has stopped: a GPU that draws what nobody wants
 * is the one thing a cancel is for. Rejects when the server does not answer meanwhile: whoever called it off is not kept waiting by
 * a server that may never wake, and the prompt is left to be taken away when it does. Settles in no other way.
 */
export async function callOff(ctx: WorkerCtx, gpu: Gpu, calling: CallingOff): Promise<never> {
  const { calledOff, signal } = calling
  await whenAborted(AbortSignal.any([calledOff, signal]))
  if (!signal.aborted) void cancelForSure(ctx, gpu, calling)
  while (!signal.aborted) {
    if (await isSilent(gpu, signal)) throw errorOfLeaving()
    await pause(askAgainMs, undefined, { signal, ref: false }).catch(() => {})
  }
  return await new Promise<never>(() => {})
}

/** What is thrown for a prompt that is left on a server that does not answer. */
const leftThere = { isLeftThere: true }

function errorOfLeaving(): AppError {
  return new AppError({ code: 'CANCELLED', message: 'It was cancelled.', details: leftThere })
}

async function isSilent({ client, isWell }: Gpu, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.timeout(isWell ? patienceMs : littlePatienceMs)
  return await client.stats({ signal: AbortSignal.any([signal, limit]) }).then(
    () => false,
    () => !signal.aborted,
  )
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

async function cancelForSure({ log }: WorkerCtx, { client }: Gpu, { promptId, signal }: CallingOff): Promise<void> {
  while (!signal.aborted) {
    try {
      // What it does not know may be on its way to it, as after a worker that died when it had just asked.
      if ((await client.cancel(promptId, { signal })) !== 'unknown') return
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, promptId }, 'A prompt could not be cancelled yet')
    }
    await pause(askAgainMs, undefined, { signal, ref: false }).catch(() => {})
  }
}
