import type { Warm } from '#lib/fleet/node-row.ts'

/** A job on a GPU, and when it will be done as far as is known. */
export type InHand = {
  jobId: string
  queue: string
  /** It draws. Otherwise it is prepared: the GPU's own queue has it. */
  isExecuting: boolean
  startedAtMs: number | null
  endsAtMs: number
}

type OnGpu = { id: string; queue: string; startedAtMs: number | null }
type Facts = {
  nowMs: number
  /** What the GPU has loaded. */
  warm: Warm
  /** Prompts of other programs there. */
  foreign: number
  speed(queue: string): { runMs: number; loadMs: number; warmKey: string } | undefined
}

/** Of a prompt of another program nothing is known; this is what a picture usually takes. */
const foreignMs = 15_000
/** What takes longer than expected is believed to be late by as much again, and by this share of it at least. */
const overdueShare = 0.1

/** When a GPU will be done with each of its jobs, one after the other. */
export function planInHand(
  jobs: readonly OnGpu[],
  { nowMs, warm: { warmKey, warmSinceMs }, foreign, speed }: Facts,
): { inHand: InHand[]; freeAtMs: number; warm: Warm } {
  let atMs = nowMs
  let loaded: Warm = { warmKey, warmSinceMs }
  const inHand = jobs.map(({ id, queue, startedAtMs }): InHand => {
    const known = speed(queue)
    const runMs = known?.runMs ?? foreignMs
    const isCold = known !== undefined && known.warmKey !== loaded.warmKey
    const loadMs = isCold ? known.loadMs : 0
    if (isCold) loaded = { warmKey: known.warmKey, warmSinceMs: startedAtMs ?? atMs }
    const isExecuting = startedAtMs !== null
    const expectedMs = (startedAtMs ?? atMs) + runMs + loadMs
    atMs = isExecuting && expectedMs <= nowMs ? nowMs + Math.max(nowMs - expectedMs, runMs * overdueShare) : expectedMs
    return { jobId: id, queue, isExecuting, startedAtMs, endsAtMs: atMs }
  })
  return { inHand, freeAtMs: atMs + foreign * foreignMs, warm: loaded }
}
