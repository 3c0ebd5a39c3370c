import { positionsBetween } from '../positions.ts'
import { longestRising } from './longest-rising.ts'

export type Placed = {
  id: string
  /** Where it is among these now; null: it is new, or comes from elsewhere. */
  position: string | null
}

/**
 * Keys for rows in a new order. As many as possible keep the key they have, so that little is written and little jumps; the
 * others get keys between those, and none that is `taken`: rows hold those, or may come back to them.
 */
export function placeRows(rows: readonly Placed[], taken: readonly string[]): Map<string, string> {
  const keys = new Map<string, string>()
  const stays = longestRising(rows.map(({ position }) => position))
  const fences = [...taken].sort(compare)
  let fenceAt = 0
  let before: string | null = null
  let waiting: string[] = []
  const flush = (after: string | null) => {
    if (waiting.length === 0) return
    while (isUpTo(fences[fenceAt], before)) fenceAt++
    const fence = fences[fenceAt]
    const end = fence !== undefined && (after === null || fence < after) ? fence : after
    const made = positionsBetween(before, end, waiting.length)
    for (const [index, id] of waiting.entries()) keys.set(id, made[index] ?? '')
    waiting = []
  }
  for (const [index, { id, position }] of rows.entries()) {
    if (!stays.has(index) || position === null) {
      waiting.push(id)
      continue
    }
    flush(position)
    keys.set(id, position)
    before = position
  }
  flush(null)
  return keys
}

function isUpTo(fence: string | undefined, key: string | null): boolean {
  return fence !== undefined && key !== null && fence <= key
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
