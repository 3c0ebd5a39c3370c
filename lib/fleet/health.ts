/** What came of asking a GPU how it is. */
export type Look =
  | { kind: 'answer'; latencyMs: number }
  /** Something says that it is not there: the connection is refused, or what answers is not ComfyUI. */
  | { kind: 'refusal' }
  /** Nothing was heard in time, and for so long before. A server that loads a model is like that, too. */
  | { kind: 'silence'; silentMs: number }

export type Health = {
  state: 'well' | 'slow' | 'away' | 'unknown'
  /** Looks in a row that came to nothing. */
  misses: number
  /** Answers in a row that took too long. */
  slowAnswers: number
}

export const unknownHealth: Health = { state: 'unknown', misses: 0, slowAnswers: 0 }

/** One may be lost on the way; two are no accident. */
const missesOfAway = 2
/** An answer without any work in it. Who takes longer would not be pleasant to work with. */
const slowMs = 2_000
/** A garbage collection or a busy network makes one slow now and then. */
const slowAnswersOfSlow = 3

/** Longer than most models take to load: with what it draws it is left alone, but nobody counts on it any more. */
const silentAtWorkMs = 20_000

/**
 * What a look makes of a GPU: set aside after two misses or three slow answers, back with the first that is as it should be. A
 * server at work may be slow, and silent for a while, because a model that is being loaded holds it; that is not held against it.
 */
export function judge(before: Health, look: Look, { isAtWork }: { isAtWork: boolean }): Health {
  if (look.kind === 'answer') {
    if (look.latencyMs <= slowMs) return { state: 'well', misses: 0, slowAnswers: 0 }
    if (isAtWork) return { ...before, misses: 0, state: before.state === 'slow' ? 'slow' : 'well' }
    const slowAnswers = before.slowAnswers + 1
    return {
      state: before.state === 'slow' || slowAnswers >= slowAnswersOfSlow ? 'slow' : 'well',
      misses: 0,
      slowAnswers,
    }
  }
  if (look.kind === 'silence' && isAtWork) {
    return look.silentMs < silentAtWorkMs ? before : { ...before, misses: before.misses + 1, state: 'away' }
  }
  const misses = before.misses + 1
  return { ...before, misses, state: misses >= missesOfAway ? 'away' : before.state }
}

const lookEveryMs = 10_000
const firstRetryMs = 500

/** When to look again: at ease while it is well, and soon at first when it is not. */
export function nextLookMs({ misses, state }: Health): number {
  if (misses > 0) return Math.min(lookEveryMs, firstRetryMs * 2 ** (misses - 1))
  return state === 'slow' ? lookEveryMs / 4 : lookEveryMs
}
