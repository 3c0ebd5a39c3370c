import type { Graph } from '#lib/workflow/graph.ts'

export type ExtraData = Record<string, unknown>

export type QueueItem = {
  number: number
  promptId: string
  graph: Graph
  extraData: ExtraData
  /** The output nodes that passed validation. */
  outputs: string[]
}

export type PromptQueue = {
  put(item: QueueItem): void
  /** Moves the first in line to running. */
  take(): QueueItem | undefined
  finish(promptId: string): void
  delete(promptId: string): boolean
  clear(): void
  pending(): QueueItem[]
  running(): QueueItem[]
  remaining(): number
}

/** A heap on (number, id), and shown as the array it is: a client that takes that for the order is wrong here too. */
export function createQueue(onChange: () => void): PromptQueue {
  let heap: QueueItem[] = []
  const running = new Map<string, QueueItem>()

  return {
    put(item) {
      heap.push(item)
      siftUp(heap, heap.length - 1)
      onChange()
    },
    take() {
      const first = heap[0]
      const last = heap.pop()
      if (!first || !last) return undefined
      if (heap.length > 0) {
        heap[0] = last
        siftDown(heap, 0)
      }
      running.set(first.promptId, first)
      onChange()
      return first
    },
    finish(promptId) {
      running.delete(promptId)
      onChange()
    },
    delete(promptId) {
      const index = heap.findIndex((item) => item.promptId === promptId)
      if (index < 0) return false
      heap.splice(index, 1)
      for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) siftDown(heap, at)
      onChange()
      return true
    },
    clear() {
      heap = []
      onChange()
    },
    pending: () => [...heap],
    running: () => [...running.values()],
    remaining: () => heap.length + running.size,
  }
}

function isBefore(a: QueueItem | undefined, b: QueueItem | undefined): boolean {
  if (!a || !b) return false
  return a.number < b.number || (a.number === b.number && a.promptId < b.promptId)
}

function siftUp(heap: QueueItem[], from: number): void {
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!isBefore(heap[at], heap[parent])) return
    swap(heap, at, parent)
    at = parent
  }
}

function siftDown(heap: QueueItem[], from: number): void {
  let at = from
  for (;;) {
    const left = at * 2 + 1
    const smallest = [left, left + 1].reduce((best, child) => (isBefore(heap[child], heap[best]) ? child : best), at)
    if (smallest === at) return
    swap(heap, at, smallest)
    at = smallest
  }
}

function swap(heap: QueueItem[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]]
  if (!first || !second) return
  heap[a] = second
  heap[b] = first
}
