/** Which of the values make the longest run that rises; null values are passed over. */
export function longestRising<T extends number | string>(values: readonly (T | null)[]): Set<number> {
  const ends: number[] = []
  const before = new Array<number>(values.length).fill(-1)
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const end = values[ends[middle] ?? -1]
      if (end !== undefined && end !== null && end < value) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1
    ends[low] = index
  }
  const run = new Set<number>()
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) run.add(at)
  return run
}
