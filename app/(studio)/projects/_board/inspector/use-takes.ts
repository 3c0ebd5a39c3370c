'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import type { TakeRow } from '#lib/takes/model.ts'

type Page = { items: TakeRow[]; nextCursor: string | null }

export type Takes = {
  /** Newest first; undefined until they are read. */
  items: readonly TakeRow[] | undefined
  error: Error | null
  /** Reads older ones, when there are any. */
  readMore: (() => void) | undefined
}

/** The takes of a sentence, kept current by the events that `useJobs` hears. */
export function useTakes(sentenceId: string): Takes {
  const query = useInfiniteQuery({
    queryKey: queryKeys.takes(sentenceId),
    queryFn: async ({ pageParam }) =>
      await readApi<Page>(`/api/v1/sentences/${sentenceId}/takes${pageParam ? `?cursor=${pageParam}` : ''}`),
    // Safe: it only says what cursors are, for the type of those that follow.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  return {
    items: query.data?.pages.flatMap((page) => page.items),
    error: query.error,
    readMore: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
  }
}
