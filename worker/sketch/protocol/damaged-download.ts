import { setTimeout as pause } from 'node:timers/promises'
import { spend } from '../behaviour.ts'
import type { Call } from './http.ts'

/** A download that goes wrong on purpose: slowly, cut short, or whole in length and broken inside. */
export async function sendDamaged({ machine, response }: Call, bytes: Buffer): Promise<void> {
  const { behaviour } = machine
  const fault = behaviour.downloads
  if (!fault) return
  const { bytesPerSecond, truncateAfter, isCorrupt } = fault
  if (spend(fault).isSpent) behaviour.downloads = null
  const sent = isCorrupt ? corrupt(bytes) : bytes
  const end = truncateAfter === null ? sent.length : Math.floor(sent.length * truncateAfter)
  const portion = bytesPerSecond === null ? Math.max(1, end) : Math.max(1, Math.round(bytesPerSecond / 20))
  for (let at = 0; at < end && !response.destroyed && !machine.signal.aborted; at += portion) {
    response.write(sent.subarray(at, Math.min(end, at + portion)))
    if (bytesPerSecond !== null) await pause(50)
  }
  if (truncateAfter === null) response.end()
  // What was written leaves before the connection breaks.
  else response.write('', () => response.destroy())
}

/** The signature stays, so that only decoding finds out. */
function corrupt(bytes: Buffer): Buffer {
  const broken = Buffer.from(bytes)
  const middle = Math.floor(broken.length / 2)
  for (let at = middle; at < broken.length - 1; at += 3) broken[at] = (broken[at] ?? 0) ^ 0xa5
  return broken
}
