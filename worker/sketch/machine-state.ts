import type { ObjectInfo } from '#lib/workflow/object-info.ts'
import type { Behaviour } from './behaviour.ts'
import type { ResultCache } from './execution/cache.ts'
import type { FileStore } from './files.ts'
import type { ModelLists } from './models.ts'
import type { History } from './protocol/history.ts'
import type { PromptQueue } from './protocol/queue.ts'
import type { SocketHub } from './protocol/sockets.ts'

/** What one run of the server holds. A restart makes a new one; files and behaviour stay. */
export type Machine = {
  behaviour: Behaviour
  files: FileStore
  queue: PromptQueue
  history: History
  cache: ResultCache
  sockets: SocketHub
  /** Models that are in memory. */
  loaded: Set<string>
  tempName: string
  /** Set by an interrupt, cleared when a prompt starts. */
  interrupt: { isAsked: boolean }
  running: { clientId: string | undefined; nodeId: string | undefined } | undefined
  nextNumber: number
  signal: AbortSignal
  templateModels: ModelLists
  nodes(): Promise<NodeDescriptions>
  /** Goes on with the queue when it is not at work already. */
  work(): void
  stop(): void
}

export type NodeDescriptions = { json: Record<string, unknown>; info: ObjectInfo }
