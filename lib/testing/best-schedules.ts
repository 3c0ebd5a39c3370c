/**
 * The shortest time in which two equal GPUs do so many jobs of each kind, when each kind has to be loaded once by each GPU that does
 * any of it. Exact: every way to divide each kind between the two is tried, and nobody gains from loading a kind twice.
 */
export function bestOfTwo(kinds: readonly { count: number; runMs: number; loadMs: number }[]): number {
  let bestMs = Number.POSITIVE_INFINITY
  const divide = (place: number, leftMs: number, rightMs: number) => {
    const kind = kinds[place]
    if (!kind) {
      bestMs = Math.min(bestMs, Math.max(leftMs, rightMs))
      return
    }
    const { count, runMs, loadMs } = kind
    for (let left = 0; left <= count; left++) {
      const right = count - left
      const addMs = (jobs: number) => (jobs > 0 ? loadMs + jobs * runMs : 0)
      divide(place + 1, leftMs + addMs(left), rightMs + addMs(right))
    }
  }
  divide(0, 0, 0)
  return bestMs
}

/** The shortest time in which GPUs of these speeds do so many equal jobs: the best way to divide them in whole ones. */
export function bestSplit(runsMs: readonly number[], count: number): number {
  const ends = runsMs.flatMap((runMs) => Array.from({ length: count }, (_, index) => (index + 1) * runMs))
  const doneBy = (atMs: number) => runsMs.reduce((sum, runMs) => sum + Math.floor(atMs / runMs), 0)
  return Math.min(...ends.filter((endMs) => doneBy(endMs) >= count))
}
