'use client'

import { useQueryClient } from '@tanstack/react-query'
import { toError } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ScriptVersionRow } from '#lib/storyboard/script-rows.ts'
import { useBoardSessions } from '../_board/sessions.tsx'
import { describeKept, foundAgain } from './describe-imported.ts'
import { forgetImport } from './import-act.ts'
import { takeImportBack } from './take-import-back.ts'

/** Takes an import back, and says what of it could not be. */
export function useUndoImport() {
  const toast = useToast()
  const queryClient = useQueryClient()
  const sessionOf = useBoardSessions()
  return async ({ id, projectId }: Pick<ScriptVersionRow, 'id' | 'projectId'>): Promise<boolean> => {
    try {
      const undone = await takeImportBack({ id, projectId })
      // Before the board is drawn anew, which is what shows how far undo goes.
      const session = sessionOf(projectId)
      session.history = forgetImport(session.history, { id })
      await queryClient.invalidateQueries({ queryKey: queryKeys.board(projectId) })
      const description = [describeKept(undone.kept), foundAgain].filter(Boolean).join(' ')
      toast({ title: 'Import taken back', description })
      return true
    } catch (cause) {
      toast(errorToast(toError(cause)))
      return false
    }
  }
}
