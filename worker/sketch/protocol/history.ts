import type { QueueItem } from './queue.ts'

export type UiOutput = Record<string, unknown>

export type NodeMeta = { node_id: string; display_node: string; parent_node: null; real_node_id: string }

export type StatusMessage = [type: string, data: Record<string, unknown>]

export type HistoryEntry = {
  prompt: ReturnType<typeof toTuple>
  outputs: Record<string, UiOutput>
  status: { status_str: 'success' | 'error'; completed: boolean; messages: StatusMessage[] }
  meta: Record<string, NodeMeta>
}

export type History = {
  add(promptId: string, entry: HistoryEntry): void
  get(promptId: string): HistoryEntry | undefined
  list(page: { maxItems: number | undefined; offset: number }): [string, HistoryEntry][]
  delete(promptId: string): void
  clear(): void
}

/** As ComfyUI: in memory alone, and never more than this many. */
const maxEntries = 10_000

export function createHistory(): History {
  const entries = new Map<string, HistoryEntry>()
  return {
    add(promptId, entry) {
      const oldest = entries.size >= maxEntries ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
      entries.set(promptId, entry)
    },
    get: (promptId) => entries.get(promptId),
    list({ maxItems, offset }) {
      const all = [...entries]
      // A negative offset, the default, means: the newest ones.
      const from = offset < 0 && maxItems !== undefined ? Math.max(0, all.length - maxItems) : Math.max(0, offset)
      return all.slice(from, maxItems === undefined ? undefined : from + maxItems)
    },
    delete: (promptId) => void entries.delete(promptId),
    clear: () => entries.clear(),
  }
}

export function toTuple(item: QueueItem) {
  return [item.number, item.promptId, item.graph, item.extraData, item.outputs] as const
}
