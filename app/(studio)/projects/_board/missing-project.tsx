'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/_live/keys.ts'
import { Button } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { isAppError } from '#lib/runtime/errors.ts'
import { readDeletedProjects } from '../_list/read-projects.ts'
import { DeletedProject } from './deleted-project.tsx'

/** A project that was deleted while it was open, or cannot be read at the moment. */
export function MissingProject({ projectId, error }: { projectId: string; error: Error | null }) {
  const queryClient = useQueryClient()
  const { data } = useQuery({ queryKey: queryKeys.deletedProjects, queryFn: readDeletedProjects })
  const readAgain = () => queryClient.invalidateQueries({ queryKey: queryKeys.board(projectId) })
  const isGone = !error || (isAppError(error) && error.code === 'NOT_FOUND')
  if (isGone) {
    const deleted = data?.find(({ id }) => id === projectId)
    // The list has those alone that the person may bring back.
    return <DeletedProject {...{ projectId, deleted }} canRestore={deleted !== undefined} onRestored={readAgain} />
  }
  return (
    <>
      <PageHeader title="Project" />
      <div className="mx-auto max-w-3xl px-6 pt-10 max-md:px-3">
        <EmptyState
          title="The project cannot be read right now"
          action={
            <Button look="primary" onClick={readAgain}>
              Try again
            </Button>
          }
        >
          {error.message} {isAppError(error) && error.suggestion}
        </EmptyState>
      </div>
    </>
  )
}
