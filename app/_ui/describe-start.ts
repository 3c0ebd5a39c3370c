/** When something begins, in words that do not flicker: the further away, the coarser. */
export function describeStart(startsInMs: number | null): string {
  if (startsInMs === null) return ''
  const seconds = startsInMs / 1_000
  if (seconds < 5) return 'next'
  if (seconds < 55) return `in ${Math.ceil(seconds / 10) * 10} s`
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 90) return `in ${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 36 ? `in ${hours} h` : `in ${Math.round(hours / 24)} days`
}
