'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { stayInRoom } from '#app/_live/stay-in-room.ts'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import { useLiveSocket } from '#app/_live/use-live-socket.ts'

/** Has the server tell of the project, and reads again what is shown of it whenever something may have been missed. */
export function useProjectRoom(projectId: string): void {
  const socket = useLiveSocket()
  const queryClient = useQueryClient()
  const readAll = useCallback(() => {
    const { board, jobs, jobsOf, takes, cast, archived } = queryKeys
    for (const queryKey of [
      board(projectId),
      jobs(projectId),
      jobsOf(),
      takes(),
      cast(projectId),
      archived(projectId),
    ]) {
      void queryClient.invalidateQueries({ queryKey })
    }
  }, [queryClient, projectId])

  useEffect(
    () =>
      stayInRoom(socket, {
        join: (answer) => socket.emit('project.watch', { projectId }, answer),
        leave: () => socket.emit('project.leave', { projectId }),
        // Joined first, read after: what is announced in between is then seen by one of the two.
        onJoined: readAll,
      }),
    [socket, projectId, readAll],
  )
  useLiveEvents({ 'live.gap': readAll })
}
