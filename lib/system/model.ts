import type { FleetNode } from '#lib/fleet/model.ts'
import type { NodeHealth } from '#lib/fleet/probe.ts'
import type { QueueState } from '#lib/jobs/queue-state.ts'

export const processKinds = ['web', 'worker'] as const
export type ProcessKind = (typeof processKinds)[number]

/** Each process says this often that it lives. */
export const heartbeatMs = 5_000
/** Three missed heartbeats: it hangs, or its machine is gone. */
const silentAfterMs = 15_000
/** After this nobody waits for it any more. */
export const forgottenAfterMs = 5 * 60_000

export type ProcessHealth = {
  id: string
  kind: ProcessKind
  host: string
  pid: number
  version: string
  node: string
  startedAt: string
  state: 'running' | 'silent'
}

export type DatabaseStatus = { version: string; sizeBytes: number; connections: number }

export type RendererHealth = Pick<FleetNode, 'id' | 'name' | 'url' | 'tier'> & {
  health: NodeHealth | { state: 'unasked' }
}

/** Each part is found out by itself: one that fails says why, and the others are shown all the same. */
export type Part<T> = { state: 'ok'; value: T } | { state: 'failed'; reason: string }

export type SystemStatus = {
  version: string
  processes: Part<ProcessHealth[]>
  database: Part<DatabaseStatus>
  queue: Part<QueueState>
  renderers: Part<RendererHealth[]>
}

export function stateOf({ seenAt, now }: { seenAt: Date; now: Date }): ProcessHealth['state'] {
  return now.getTime() - seenAt.getTime() > silentAfterMs ? 'silent' : 'running'
}

export type Readiness = { ready: boolean; checks: Record<'database' | 'migrations' | 'queue', 'ok' | string> }
