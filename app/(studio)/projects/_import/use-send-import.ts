'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { askApi, toError } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { AppError, type ErrorBody } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { ScriptVersionRow } from '#lib/storyboard/script-rows.ts'
import { useBoardSessions } from '../_board/sessions.tsx'
import { createProject } from '../actions.ts'
import { describeImported } from './describe-imported.ts'
import { toSections } from './draft.ts'
import { rememberImport } from './import-act.ts'
import { type ImportState, keyOf } from './use-import.ts'
import { useServerBack } from './use-server-back.ts'
import { useUndoImport } from './use-undo-import.ts'

type Sending = { projectId: string | null; onDone(): void }
/** With a name, into a new project; with `body`, more than the script itself. */
type How = { name?: string | null; body?: object }

/** Imports what a person arranged, and goes to the board. */
export function useSendImport({ projectId, onDone }: Sending) {
  const router = useRouter()
  const toast = useToast()
  const queryClient = useQueryClient()
  const sessionOf = useBoardSessions()
  const undo = useUndoImport()
  const [newProjectId] = useState(newId)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<ErrorBody>()
  // It is imported when somebody says so once more, not by itself.
  useServerBack(error, () => setError(undefined))

  const send = async (state: ImportState, { name = null, body }: How): Promise<void> => {
    setSending(true)
    setError(undefined)
    const id = projectId ?? newProjectId
    try {
      if (!projectId) await makeProject(id, name ?? '')
      const version = await askApi<ScriptVersionRow>(`/api/v1/projects/${id}/script/import`, {
        ...bodyOf(state),
        ...body,
      })
      await queryClient.invalidateQueries({ queryKey: queryKeys.board(id) })
      await queryClient.invalidateQueries({ queryKey: queryKeys.projects })
      const session = sessionOf(id)
      // What was done here before a reload comes before it, whether it is found now or when all of that has been sent.
      session.recall()
      session.history = rememberImport(session.history, version, Date.now())
      router.push(`/projects/${id}`)
      onDone()
      toast({ title: describeImported(version), action: { label: 'Undo', run: () => void undo(version) } })
    } catch (cause) {
      setError(toError(cause))
      setSending(false)
    }
  }
  return { send, isSending, error, forgetError: () => setError(undefined) }
}

async function makeProject(id: string, name: string): Promise<void> {
  const made = await tryAction(createProject, { id, name })
  if (!made.ok) throw new AppError(made.error)
}

function bodyOf({ id, preview, draft, chosen }: ImportState) {
  const { name, format, language, source, names } = preview
  const cast = names.filter((one) => chosen.includes(keyOf(one))).map(({ name, kind }) => ({ name, kind }))
  return {
    id,
    name: name.trim().slice(0, 255) || 'Script',
    format,
    language,
    source,
    cast,
    sections: toSections(draft),
  }
}
