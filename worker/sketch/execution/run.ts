import type { ObjectInfo } from '#lib/workflow/object-info.ts'
import type { Machine } from '../machine-state.ts'
import type { Value } from '../nodes/values.ts'
import type { NodeMeta, UiOutput } from '../protocol/history.ts'
import type { QueueItem } from '../protocol/queue.ts'
import type { CachedResult, Signatures } from './cache.ts'
import type { Progress } from './progress.ts'

/** One prompt on its way, and what came of it so far. */
export type Run = {
  machine: Machine
  item: QueueItem
  info: ObjectInfo
  signatures: Signatures
  /** What need not run, as it was when the run began. */
  cached: ReadonlyMap<string, CachedResult>
  progress: Progress
  /** Nodes that ran in this run, cached ones not among them. */
  executed: string[]
  values: Map<string, Value[]>
  outputs: Record<string, UiOutput>
  meta: Record<string, NodeMeta>
  send(type: string, data: Record<string, unknown>): void
  /** Kept for the history, too. */
  tell(type: string, data: Record<string, unknown>, isForEveryone?: boolean): void
}
