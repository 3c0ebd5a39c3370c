'use client'

import { useQueryClient } from '@tanstack/react-query'
import { askApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ScriptVersionRow, UndoneImport } from '#lib/storyboard/script-rows.ts'
import { toError } from './use-import.ts'

/** Takes an import back, and says what of it could not be. */
export function useUndoImport() {
  const toast = useToast()
  const queryClient = useQueryClient()
  return async ({ id, projectId }: Pick<ScriptVersionRow, 'id' | 'projectId'>): Promise<boolean> => {
    try {
      const undone = await askApi<UndoneImport>(`/api/v1/projects/${projectId}/script/versions/${id}/undo`, {})
      await queryClient.invalidateQueries({ queryKey: queryKeys.board(projectId) })
      const { kept } = undone
      const rest =
        kept === 0
          ? undefined
          : `${kept === 1 ? 'One sentence was' : `${kept} sentences were`} changed since and stay as they are.`
      toast({ title: 'Import taken back', description: rest })
      return true
    } catch (cause) {
      toast(errorToast(toError(cause)))
      return false
    }
  }
}
