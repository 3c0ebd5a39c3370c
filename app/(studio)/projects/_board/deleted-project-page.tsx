'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import { useLiveSocket } from '#app/_live/use-live-socket.ts'
import type { DeletedProject as Deleted } from '#lib/storyboard/model.ts'
import { DeletedProject } from './deleted-project.tsx'

/** The address of a project that is deleted. It becomes the board as soon as somebody brings it back. */
export function DeletedProjectPage({ deleted, canRestore }: { deleted: Deleted; canRestore: boolean }) {
  const { id: projectId } = deleted
  const router = useRouter()
  const socket = useLiveSocket()
  const queryClient = useQueryClient()
  const readAgain = () => {
    // A tab that had it open keeps it as deleted, and would begin with that.
    queryClient.removeQueries({ queryKey: queryKeys.board(projectId) })
    router.refresh()
  }
  useLiveEvents({
    'project.updated': (event) => {
      if (event.projectId === projectId) readAgain()
    },
    'live.gap': readAgain,
    connect: readAgain,
  })
  useEffect(() => {
    // Nobody listened before; the browser's way back shows the page as it was left.
    if (socket.connected) router.refresh()
  }, [socket, router])
  return <DeletedProject {...{ projectId, deleted, canRestore }} onRestored={readAgain} />
}
