import type { ComfyEvent } from './messages.ts'

/**
 * What is heard of one prompt, for whoever watches it now or a little later. Of what is soon out of date only the newest
 * is kept, so that a watcher who does not keep up costs no memory.
 */
export type Channel = {
  readonly isClosed: boolean
  readonly hasStarted: boolean
  /** Whether the server has said that it is done, or all but done. */
  readonly isEnding: boolean
  push(event: ComfyEvent): void
  /** Every watcher gets what is there for it and then comes to its end. */
  close(): void
  watch(signal?: AbortSignal): AsyncIterableIterator<ComfyEvent>
  /** Calls back when execution starts, when the end is near or there, and when nothing more will be heard. */
  onTurn(listener: (turn: Turn) => void): () => void
}

const latestOnly: ReadonlySet<ComfyEvent['type']> = new Set(['progress', 'nodes', 'preview', 'node'])
/** After any of these the record is worth a look: the server writes it between the first three and the last. */
const endings: ReadonlySet<ComfyEvent['type']> = new Set(['succeeded', 'failed', 'interrupted', 'ended'])
/** More than any graph makes of the kinds that are all kept; a server gone mad is held here. */
const maxKept = 1_000

export type Turn = 'started' | 'ending' | 'lost'

type Watcher = { waiting: ComfyEvent[]; wake(): void }

export function openChannel(): Channel {
  const kept: ComfyEvent[] = []
  const watchers = new Set<Watcher>()
  const listeners = new Set<(turn: Turn) => void>()
  let isClosed = false
  let hasStarted = false
  let isEnding = false

  const close = () => {
    if (isClosed) return
    isClosed = true
    for (const watcher of watchers) watcher.wake()
    // Whoever settles would else hear nothing more, and look again only when its long wait is over.
    for (const listener of [...listeners]) listener('ending')
  }

  /** Not a generator: of one that waits for its next event, nothing else can be asked, not even to stop. */
  const iterate = (signal?: AbortSignal): AsyncIterableIterator<ComfyEvent> => {
    const sleepers = new Set<() => void>()
    let isOver = false
    let watcher: Watcher | undefined
    const wake = () => {
      for (const resolve of sleepers) resolve()
      sleepers.clear()
    }
    const begin = (): Watcher => {
      const begun = { waiting: [...kept], wake }
      watchers.add(begun)
      signal?.addEventListener('abort', wake)
      return begun
    }
    const end = (): IteratorReturnResult<undefined> => {
      isOver = true
      if (watcher) watchers.delete(watcher)
      signal?.removeEventListener('abort', wake)
      wake()
      return { done: true, value: undefined }
    }
    return {
      [Symbol.asyncIterator]() {
        return this
      },
      async next() {
        while (!isOver && !signal?.aborted) {
          watcher ??= begin()
          const value = watcher.waiting.shift()
          if (value !== undefined) return { done: false, value }
          if (isClosed) break
          await new Promise<void>((resolve) => sleepers.add(resolve))
        }
        return end()
      },
      return: async () => end(),
    }
  }

  return {
    get isClosed() {
      return isClosed
    },
    get hasStarted() {
      return hasStarted
    },
    get isEnding() {
      return isEnding
    },
    push(event) {
      if (isClosed) return
      hasStarted ||= event.type === 'started'
      isEnding ||= endings.has(event.type)
      keep(kept, event)
      for (const watcher of watchers) {
        keep(watcher.waiting, event)
        watcher.wake()
      }
      const turn = turnOf(event)
      if (turn) for (const listener of [...listeners]) listener(turn)
      // Nothing can follow either of them.
      if (event.type === 'ended' || event.type === 'lost') close()
    },
    close,
    watch: iterate,
    onTurn(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function keep(events: ComfyEvent[], event: ComfyEvent): void {
  if (latestOnly.has(event.type)) {
    const older = events.findIndex(({ type }) => type === event.type)
    if (older >= 0) events.splice(older, 1)
  } else if (events.length >= maxKept) events.shift()
  events.push(event)
}

function turnOf({ type }: ComfyEvent): Turn | undefined {
  if (type === 'started' || type === 'lost') return type
  return endings.has(type) ? 'ending' : undefined
}
