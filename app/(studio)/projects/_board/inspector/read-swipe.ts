/** Further than a finger trembles, and less than a thumb reaches without moving the hand. */
const leastPx = 48

/** Which way a finger went over a picture: to the left brings the one after, as with pages. Mostly upright, it is no swipe. */
export function readSwipe({ x, y }: { x: number; y: number }): -1 | 1 | undefined {
  if (Math.abs(x) < leastPx || Math.abs(x) < 2 * Math.abs(y)) return undefined
  return x < 0 ? 1 : -1
}
