import type { Clock } from '#lib/runtime/clock.ts'

type Ask<T> = (key: string, ask: () => Promise<T>) => Promise<T>

/** Asks once in a while: all who want to know the same meanwhile share one answer. What failed is asked anew by the next. */
export function shareAnswers<T>({ clock, maxAgeMs }: { clock: Clock; maxAgeMs: number }): Ask<T> {
  const known = new Map<string, { askedAtMs: number; answer: Promise<T> }>()
  return async (key, ask) => {
    const nowMs = clock.now().getTime()
    // Also what nobody asks for any more, such as of GPUs that are gone.
    for (const [old, { askedAtMs }] of known) if (nowMs - askedAtMs >= maxAgeMs) known.delete(old)
    const { answer } = known.get(key) ?? { answer: ask() }
    if (!known.has(key)) known.set(key, { askedAtMs: nowMs, answer })
    try {
      return await answer
    } catch (error) {
      if (known.get(key)?.answer === answer) known.delete(key)
      throw error
    }
  }
}
