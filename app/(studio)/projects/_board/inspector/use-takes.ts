'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { emptyOutboxState } from '../outbox.ts'
import { useBoardSession } from '../sessions.tsx'
import { seenTakes, type TakePage } from './strip-takes.ts'

export type Takes = {
  /** Newest first; undefined until they are read. */
  items: readonly TakeRow[] | undefined
  error: Error | null
  /** Reads older ones, when there are any. */
  readMore: (() => void) | undefined
}

/** The takes of a sentence, kept current by the events that `useJobs` hears, with what this tab does to them on top. */
export function useTakes(projectId: string, sentenceId: string): Takes {
  const { outbox, deletedTakes } = useBoardSession(projectId)
  const { pending } = useSyncExternalStore(outbox.subscribe, outbox.getState, () => emptyOutboxState)
  const query = useInfiniteQuery({
    queryKey: queryKeys.takes(sentenceId),
    queryFn: async ({ pageParam }) =>
      await readApi<TakePage>(`/api/v1/sentences/${sentenceId}/takes${pageParam ? `?cursor=${pageParam}` : ''}`),
    // Safe: it only says what cursors are, for the type of those that follow.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const read = query.data?.pages.flatMap((page) => page.items)
  const deletedHere = [...deletedTakes.values()].filter((take) => take.sentenceId === sentenceId)
  return {
    items: read && seenTakes({ read, deletedHere, pending }),
    error: query.error,
    readMore: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
  }
}
