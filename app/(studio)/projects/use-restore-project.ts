'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { restoreProject } from './actions.ts'

/** Brings a deleted project back, and tells whether it did; why not is told to the person here. */
export function useRestoreProject(id: string): { restore(): Promise<boolean>; isRestoring: boolean } {
  const queryClient = useQueryClient()
  const toast = useToast()
  const [isRestoring, setRestoring] = useState(false)
  const restore = async () => {
    setRestoring(true)
    const result = await tryAction(restoreProject, { id })
    if (result.ok) await queryClient.invalidateQueries({ queryKey: queryKeys.projects })
    else toast(errorToast(result.error))
    setRestoring(false)
    return result.ok
  }
  return { restore, isRestoring }
}
