'use client'

import { useQuery } from '@tanstack/react-query'
import type { GpuStates } from '#lib/jobs/gpu-model.ts'
import { readApi } from './api.ts'
import { queryKeys } from './keys.ts'
import { usePacedRefresh } from './use-paced-refresh.ts'

/** A worker that is gone cannot say so: after a while its GPUs count as held by nobody. */
const refetchMs = 15_000

const changes = ['node.updated', 'queue.updated', 'job.updated'] as const

/** How the GPUs are, and how many jobs wait for them. */
export function useGpus(): { data: GpuStates | undefined; error: Error | null } {
  return useQuery({
    queryKey: queryKeys.gpus,
    queryFn: () => readApi<GpuStates>('/api/v1/gpus?only=state'),
    refetchInterval: refetchMs,
  })
}

/** Keeps that current, once for all who show it. */
export function useGpusRefresh(): void {
  usePacedRefresh(changes, queryKeys.gpus)
}
