import { isAppError } from '#lib/runtime/errors.ts'
import type { Channel, Turn } from './channel.ts'
import type { Caller } from './http.ts'
import type { LookUp } from './look-up.ts'
import { forgotten, interrupted, type LastSeen, type Outcome, outcomeOf, timedOut } from './outcome.ts'
import type { PromptRecord } from './records.ts'
import { errorOfAbort } from './unavailable.ts'

export type SettleRequest = {
  promptId: string
  /** Counted from the start of execution: waiting behind others is not held against it. */
  deadlineMs: number
  onBegun?: (() => void) | undefined
  signal?: AbortSignal | undefined
  channel: Channel | undefined
  wasCancelledByUs(): boolean
  /** Whether the connection that the prompt was submitted through has stood ever since, so no restart can have been. */
  hasStoodSince(): boolean
}

/**
 * Waits for what becomes of a prompt. The server's records alone decide; the socket only says when to look. Throws
 * CANCELLED when the signal says so, INVALID_INPUT for what can be no id, and never otherwise.
 */
export async function settlePrompt(caller: Caller, lookUp: LookUp, request: SettleRequest): Promise<Outcome> {
  const { promptId, deadlineMs, signal, channel } = request
  const { limits, server } = caller
  const context = () => ({ promptId, serverName: server.name, wasCancelledByUs: request.wasCancelledByUs() })
  const startedWaitingAt = performance.now()
  const unknown = { since: Number.NaN, times: 0 }
  const seen: { last: LastSeen; failure: unknown } = { last: 'unknown', failure: undefined }
  let countsFrom = startedWaitingAt
  let hasBegun = false
  const begin = () => {
    if (hasBegun) return
    hasBegun = true
    countsFrom = performance.now()
    request.onBegun?.()
  }
  const turn = listenForTurns(channel, begin)
  if (channel?.hasStarted) begin()
  let waits = wait(channel?.isEnding ? limits.pollAtEndMs : limits.pollMs)
  // With nothing heard of it the first look is the only news; with a socket it would be a question too many.
  let isFirst = channel !== undefined && !channel.isEnding

  try {
    for (;;) {
      if (!isFirst) {
        const record = await look()
        if (record?.state === 'ended') return outcomeOf(record, context())
        if (record?.state === 'unknown') {
          const gone = whenGone()
          if (gone) return gone
        }
      }
      isFirst = false
      const now = performance.now()
      const isQueued = seen.last === 'pending' && !hasBegun
      if (isQueued) countsFrom = now
      if (now - countsFrom >= deadlineMs) return late(deadlineMs)
      if (isQueued && now - startedWaitingAt >= limits.queueMs) return late(limits.queueMs)
      const leftMs = countsFrom + deadlineMs - now
      const heard = await turn.next(Math.min(waits(), Math.max(leftMs, 1)), signal)
      if (heard === 'ending') waits = wait(limits.pollAtEndMs)
      if (heard === 'lost') waits = wait(limits.pollMs)
    }
  } finally {
    turn.stop()
  }

  /** One question. No answer is no news: the server may be loading a model, or restarting. */
  async function look(): Promise<PromptRecord | undefined> {
    try {
      const leftMs = Math.max(countsFrom + deadlineMs - performance.now(), 100)
      const soon = leftMs < limits.askMs ? [AbortSignal.timeout(Math.ceil(leftMs))] : []
      const record = await lookUp(promptId, AbortSignal.any([...soon, ...(signal ? [signal] : [])]))
      if (record.state !== 'unknown') unknown.times = 0
      if (record.state === 'running') begin()
      if (record.state !== 'ended') seen.last = record.state
      return record
    } catch (error) {
      if (signal?.aborted || !isAppError(error) || error.code === 'INVALID_INPUT') throw error
      seen.last = 'unreachable'
      seen.failure = error
      unknown.times = 0
      return undefined
    }
  }

  /** Records can be late by moments, so one answer of not knowing is not believed. */
  function whenGone(): Outcome | undefined {
    const now = performance.now()
    if (request.wasCancelledByUs()) return interrupted(context())
    if (unknown.times++ === 0) {
      unknown.since = now
      waits = wait(limits.pollAtEndMs)
    }
    if (unknown.times < 3 || now - unknown.since < limits.forgottenMs) return undefined
    // A server that stood all the while forgets nothing: it was told to drop the prompt from its queue.
    const wasWithdrawn = request.hasStoodSince() && !hasBegun
    return wasWithdrawn ? interrupted(context()) : forgotten(context())
  }

  function late(afterMs: number): Outcome {
    return timedOut({ promptId, serverName: server.name, afterMs, lastSeen: seen.last, cause: seen.failure })
  }
}

/** Each wait of a list in turn, and the last one for ever. */
function wait(listMs: readonly number[]): () => number {
  let next = 0
  return () => listMs[Math.min(next++, listMs.length - 1)] ?? 1_000
}

/** Waits that an event cuts short: the nearing end, or the loss of the socket that would have told of it. */
function listenForTurns(channel: Channel | undefined, onStarted: () => void) {
  let heard: Turn | undefined
  let wake = () => {}
  const stop = channel?.onTurn((turn) => {
    if (turn === 'started') return onStarted()
    heard = turn
    wake()
  })
  return {
    async next(ms: number, signal: AbortSignal | undefined): Promise<Turn | undefined> {
      if (signal?.aborted) throw errorOfAbort(signal.reason)
      if (heard === undefined && ms > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
          signal?.addEventListener('abort', wake, { once: true })
        })
        signal?.removeEventListener('abort', wake)
        wake = () => {}
      }
      if (signal?.aborted) throw errorOfAbort(signal.reason)
      const said = heard
      heard = undefined
      return said
    },
    stop: () => stop?.(),
  }
}
