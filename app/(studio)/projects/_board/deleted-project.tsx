'use client'

import Link from 'next/link'
import { Button } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { DaysLeft, TimeAgo } from '#app/_ui/time-ago.tsx'
import type { DeletedProject as Deleted } from '#lib/storyboard/model.ts'
import { useRestoreProject } from '../use-restore-project.ts'

type DeletedProjectProps = {
  projectId: string
  /** As far as it is known. */
  deleted: Deleted | undefined
  canRestore: boolean
  onRestored(): void
}

/** What stands in the place of a board that was deleted. */
export function DeletedProject({ projectId, deleted, canRestore, onRestored }: DeletedProjectProps) {
  const { restore, isRestoring } = useRestoreProject(projectId)
  const bringBack = async () => {
    if (await restore()) onRestored()
  }
  return (
    <>
      <PageHeader title="Deleted project" />
      <div className="mx-auto max-w-3xl px-6 pt-10 max-md:px-3">
        <EmptyState
          title="This project was deleted"
          action={
            canRestore && (
              <Button look="primary" disabled={isRestoring} onClick={bringBack}>
                Bring it back
              </Button>
            )
          }
        >
          {deleted && (
            <>
              “<bdi>{deleted.name}</bdi>” was deleted <TimeAgo at={deleted.deletedAt} />. Everything in it is kept for{' '}
              <DaysLeft until={deleted.keptUntil} />.{' '}
            </>
          )}
          {deleted && !canRestore && 'An owner or admin of the team can bring it back. '}
          <Link href="/projects" className="underline">
            See all projects
          </Link>
        </EmptyState>
      </div>
    </>
  )
}
