'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import type { Result } from '#app/_server/action.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ProjectRow } from '#lib/storyboard/model.ts'

type Act = (input: { id: string }) => Promise<Result<ProjectRow>>

/** Deletes a project, archives it, or brings it back. Answers whether that was done; why not is told to the person here. */
export function useTurnProject(): (act: Act, id: string) => Promise<boolean> {
  const queryClient = useQueryClient()
  const toast = useToast()
  return useCallback(
    async (act, id) => {
      const result = await tryAction(act, { id })
      if (result.ok) await queryClient.invalidateQueries({ queryKey: queryKeys.projects })
      else toast(errorToast(result.error))
      return result.ok
    },
    [queryClient, toast],
  )
}
