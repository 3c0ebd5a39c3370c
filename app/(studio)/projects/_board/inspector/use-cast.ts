'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveSocket } from '#app/_live/providers.tsx'
import type { LiveEventOf } from '#lib/live/catalogue.ts'
import type { CastRow } from '#lib/storyboard/model.ts'

/** The project's cast in its order; undefined until it is read. */
export function useCast(projectId: string): readonly CastRow[] | undefined {
  const queryClient = useQueryClient()
  const socket = useLiveSocket()
  const { data } = useQuery({
    queryKey: queryKeys.cast(projectId),
    queryFn: () => readApi<{ items: CastRow[] }>(`/api/v1/projects/${projectId}/cast?limit=200`),
  })
  useEffect(() => {
    const readAgain = () => void queryClient.invalidateQueries({ queryKey: queryKeys.cast(projectId) })
    const onBoard = (event: LiveEventOf<'board.changed'>) => event.projectId === projectId && readAgain()
    socket.on('board.changed', onBoard)
    socket.on('live.gap', readAgain)
    socket.on('connect', readAgain)
    return () => {
      socket.off('board.changed', onBoard)
      socket.off('live.gap', readAgain)
      socket.off('connect', readAgain)
    }
  }, [socket, queryClient, projectId])
  return data?.items
}
