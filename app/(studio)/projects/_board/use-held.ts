'use client'

import { useMemo, useState } from 'react'

export type Held = {
  ids: ReadonlySet<string>
  /** Stays on the page, whoever deletes it. */
  hold(id: string): void
  letGo(id: string): void
}

/** Sentences somebody is in. */
export function useHeld(): Held {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const acts = useMemo(
    () => ({
      hold: (id: string) => setIds((held) => (held.has(id) ? held : new Set(held).add(id))),
      letGo: (id: string) =>
        setIds((held) => (held.has(id) ? new Set([...held].filter((other) => other !== id)) : held)),
    }),
    [],
  )
  return useMemo(() => ({ ids, ...acts }), [ids, acts])
}
