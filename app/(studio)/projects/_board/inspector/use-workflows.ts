'use client'

import { useQuery } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import type { KnownWorkflow } from './compose-for-gpu.ts'

/** Workflows are files that somebody may edit meanwhile, and no event tells of it. */
const freshMs = 60_000

/** The workflows there are; undefined until they are read. */
export function useWorkflows(): readonly KnownWorkflow[] | undefined {
  const { data } = useQuery({
    queryKey: queryKeys.workflows,
    queryFn: () => readApi<{ items: KnownWorkflow[] }>('/api/v1/workflows'),
    staleTime: freshMs,
  })
  return data?.items
}
