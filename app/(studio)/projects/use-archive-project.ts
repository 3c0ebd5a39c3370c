'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { archiveProject, unarchiveProject } from './actions.ts'
import { useTurnProject } from './use-turn-project.ts'

type Named = { id: string; name: string }
export type ArchiveActs = { archive(project: Named): Promise<void>; bringBack(project: Named): Promise<void> }

/** Puts a project aside and brings it back, and tells the person what became of it. */
export function useArchiveProject(): ArchiveActs {
  const queryClient = useQueryClient()
  const toast = useToast()
  const turn = useTurnProject()
  return useMemo(() => {
    const run = async (act: typeof archiveProject, id: string): Promise<boolean> => {
      const isDone = await turn(act, id)
      if (isDone) await queryClient.invalidateQueries({ queryKey: queryKeys.board(id) })
      return isDone
    }
    return {
      async archive({ id, name }) {
        if (!(await run(archiveProject, id))) return
        toast({
          title: `“${name}” archived`,
          action: { label: 'Undo', run: () => void run(unarchiveProject, id) },
        })
      },
      async bringBack({ id, name }) {
        if (await run(unarchiveProject, id)) toast({ title: `“${name}” brought back` })
      },
    }
  }, [queryClient, toast, turn])
}
