import { type GpuState, mostCounted } from '#lib/jobs/gpu-model.ts'

export const stateWords: Record<GpuState, string> = {
  working: 'Working',
  idle: 'Idle',
  paused: 'Paused',
  draining: 'Draining',
  away: 'Away',
  slow: 'Slow',
  'set aside': 'Set aside',
  'not held': 'Not held',
}

/** How a state looks: at work, ready for it, put aside by people, or in need of somebody. */
export type Look = 'working' | 'idle' | 'resting' | 'troubled'

export function lookOf(state: GpuState): Look {
  if (state === 'working' || state === 'idle') return state
  return state === 'paused' || state === 'draining' ? 'resting' : 'troubled'
}

export function formatCount(count: number): string {
  return count >= mostCounted ? `over ${(mostCounted - 1).toLocaleString('en')}` : count.toLocaleString('en')
}

/** The mean of what was measured, as a whole percentage. */
export function percentOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100)
}

/** "2.4 s", "45 s", "3 min". */
export function formatDuration(ms: number): string {
  const seconds = ms / 1_000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
}
