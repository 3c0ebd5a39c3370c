'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { usePacedRefresh } from '#app/_live/use-paced-refresh.ts'
import type { QueuePage } from '#lib/jobs/queue-model.ts'
import { firstShown, mostShown } from './shown.ts'

const changes = ['queue.updated', 'node.updated', 'batch.updated', 'job.updated'] as const
/** Estimates run down by themselves. */
const refetchMs = 15_000

/** The first of those that wait, in their order; more of them when somebody asks. */
export function useQueue() {
  const [limit, setLimit] = useState(firstShown)
  const { data, error } = useQuery({
    queryKey: queryKeys.queue(limit),
    queryFn: () => readApi<QueuePage>(`/api/v1/queue?limit=${limit}`),
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs,
  })
  usePacedRefresh(changes, queryKeys.queue())
  const canShowMore = data?.nextCursor !== null && limit < mostShown
  return { data, error, showMore: canShowMore ? () => setLimit(mostShown) : undefined }
}
