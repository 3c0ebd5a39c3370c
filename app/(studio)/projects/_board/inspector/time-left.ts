/** How long something still takes, in words that do not flicker: the further away, the coarser. */
export function describeTimeLeft(seconds: number): string {
  if (seconds < 1) return 'almost there'
  if (seconds < 10) return `${Math.ceil(seconds)} s left`
  if (seconds < 60) return `${Math.ceil(seconds / 5) * 5} s left`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `${minutes} min left` : `${Math.ceil(minutes / 60)} h left`
}

/** What is said instead when nothing was heard for so long: a time left would be made up. */
export function describeSilence(seconds: number): string {
  return seconds < 90 ? `No news for ${seconds} s` : `No news for ${Math.floor(seconds / 60)} min`
}
