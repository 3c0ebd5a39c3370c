'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useCallback, useRef } from 'react'
import { askApi, toError } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { newId } from '#lib/runtime/ids.ts'
import type { ProjectRow } from '#lib/storyboard/model.ts'

type Copied = { id: string; name: string }

/** Makes another project like this one, and says when it is ready: with many pictures that takes a while. */
export function useCopyProject(): (project: Copied) => Promise<void> {
  const toast = useToast()
  const router = useRouter()
  const queryClient = useQueryClient()
  /** Of each project the id of the copy that was asked for: asking again after a lost answer finds it. */
  const asked = useRef(new Map<string, string>())
  const copying = useRef(new Set<string>())
  return useCallback(
    async ({ id, name }) => {
      if (copying.current.has(id)) return toast({ title: `“${name}” is being duplicated` })
      copying.current.add(id)
      const copyId = asked.current.get(id) ?? newId()
      asked.current.set(id, copyId)
      const ended = new AbortController()
      const description = 'With its cast, its look and the chosen pictures.'
      toast({ title: `Duplicating “${name}”…`, description, signal: ended.signal })
      try {
        const copy = await askApi<ProjectRow>(`/api/v1/projects/${id}/duplicate`, { newId: copyId })
        asked.current.delete(id)
        await queryClient.invalidateQueries({ queryKey: queryKeys.projects })
        const open = { label: 'Open', run: () => router.push(`/projects/${copyId}`) }
        toast({ title: `“${copy.name}” is ready`, action: open })
      } catch (cause) {
        toast(errorToast(toError(cause)))
      } finally {
        ended.abort()
        copying.current.delete(id)
      }
    },
    [toast, router, queryClient],
  )
}
