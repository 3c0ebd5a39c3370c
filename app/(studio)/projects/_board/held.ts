/** Sentences somebody in this tab is in. */
export type HeldSentences = {
  getIds(): ReadonlySet<string>
  subscribe(changed: () => void): () => void
  hold(id: string): void
  letGo(id: string): void
}

export function createHeld(): HeldSentences {
  let ids: ReadonlySet<string> = new Set()
  const listeners = new Set<() => void>()
  const change = (next: ReadonlySet<string>) => {
    ids = next
    for (const changed of listeners) changed()
  }
  return {
    getIds: () => ids,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    hold(id) {
      if (!ids.has(id)) change(new Set(ids).add(id))
    },
    letGo(id) {
      if (ids.has(id)) change(new Set([...ids].filter((other) => other !== id)))
    },
  }
}
