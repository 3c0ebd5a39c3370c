'use client'

import { useQuery } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { usePacedRefresh } from '#app/_live/use-paced-refresh.ts'
import type { Waiting } from '#lib/jobs/queue-model.ts'
import type { ActiveJob } from './active-job.ts'

const changes = ['queue.updated', 'node.updated', 'batch.updated'] as const
/** The estimate runs down by itself. */
const refetchMs = 10_000

/** The place of a job that waits and why it does; undefined until it is known, and when it waits no more. */
export function useWaiting(job: ActiveJob | undefined): Waiting | undefined {
  const id = job?.state === 'queued' && !job.isCancelling ? job.id : undefined
  const { data } = useQuery({
    queryKey: queryKeys.waitingJob(id ?? ''),
    queryFn: () => readApi<{ waiting: Waiting | null }>(`/api/v1/jobs/${id}`),
    enabled: id !== undefined,
    refetchInterval: refetchMs,
  })
  usePacedRefresh(changes, queryKeys.waitingJob())
  return id === undefined ? undefined : (data?.waiting ?? undefined)
}
