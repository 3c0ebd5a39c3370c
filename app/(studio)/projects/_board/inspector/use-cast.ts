'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import { type CastRow, mostCastMembers } from '#lib/storyboard/model.ts'

/** The project's cast in its order; undefined until it is read. */
export function useCast(projectId: string): readonly CastRow[] | undefined {
  const queryClient = useQueryClient()
  const { data } = useQuery({
    queryKey: queryKeys.cast(projectId),
    queryFn: () => readApi<{ items: CastRow[] }>(`/api/v1/projects/${projectId}/cast?limit=${mostCastMembers}`),
  })
  useLiveEvents({
    'board.changed'(event) {
      if (event.projectId === projectId) void queryClient.invalidateQueries({ queryKey: queryKeys.cast(projectId) })
    },
  })
  return data?.items
}
