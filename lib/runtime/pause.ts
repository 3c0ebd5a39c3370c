import { setImmediate as nextTurn } from 'node:timers/promises'

/** Short enough that an answer which needs a dozen turns is not felt to wait. */
const sliceMs = 8

/** For long reckoning in a process that answers others too: asked often, it lets them have their turn every few milliseconds. */
export function createPause(): () => Promise<void> {
  let sinceMs = performance.now()
  return async () => {
    if (performance.now() - sinceMs < sliceMs) return
    await nextTurn()
    sinceMs = performance.now()
  }
}
