'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { useBoardSession } from './sessions.tsx'
import type { BoardHandle } from './use-board.ts'

export type Held = {
  /** Those somebody is in, and those that others took away with words of one's own in them. */
  ids: ReadonlySet<string>
  /** Stays on the page, whoever deletes it. */
  hold(id: string): void
  letGo(id: string): void
}

/** Sentences that stay on the page. */
export function useHeld(projectId: string, { unseen }: Pick<BoardHandle, 'unseen'>): Held {
  const { held } = useBoardSession(projectId)
  const entered = useSyncExternalStore(held.subscribe, held.getIds, () => nobody)
  const ids = useMemo(() => new Set([...entered, ...unseen.map((edit) => edit.id)]), [entered, unseen])
  return useMemo(() => ({ ids, hold: held.hold, letGo: held.letGo }), [ids, held])
}

const nobody: ReadonlySet<string> = new Set()
