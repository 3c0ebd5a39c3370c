'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import { Button } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { errorToast } from '#app/_ui/error-toast.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { useToast } from '#app/_ui/toasts.tsx'
import { isAppError } from '#lib/runtime/errors.ts'
import { keepDeletedForDays } from '#lib/storyboard/model.ts'
import { restoreProject } from '../actions.ts'

/** A project that was deleted while it was open, never existed, or cannot be read at the moment. */
export function MissingProject({ projectId, error }: { projectId: string; error: Error | null }) {
  const queryClient = useQueryClient()
  const toast = useToast()
  const isGone = !error || (isAppError(error) && error.code === 'NOT_FOUND')

  const bringBack = async () => {
    const result = await tryAction(restoreProject, { id: projectId })
    if (result.ok) return await queryClient.invalidateQueries({ queryKey: queryKeys.board(projectId) })
    toast(errorToast(result.error))
  }

  return (
    <>
      <PageHeader title={isGone ? 'Deleted project' : 'Project'} />
      <div className="mx-auto max-w-3xl px-6 pt-10 max-md:px-3">
        {isGone ? (
          <EmptyState
            title="This project was deleted"
            action={
              <div className="flex gap-2">
                <Button look="primary" onClick={bringBack}>
                  Bring it back
                </Button>
                <Button onClick={() => window.history.back()}>Go back</Button>
              </div>
            }
          >
            Someone deleted it. Everything in it is kept for {keepDeletedForDays} days.{' '}
            <Link href="/projects">See all projects</Link>
          </EmptyState>
        ) : (
          <EmptyState
            title="The project cannot be read right now"
            action={
              <Button
                look="primary"
                onClick={() => queryClient.invalidateQueries({ queryKey: queryKeys.board(projectId) })}
              >
                Try again
              </Button>
            }
          >
            {error?.message} {isAppError(error) && error.suggestion}
          </EmptyState>
        )}
      </div>
    </>
  )
}
