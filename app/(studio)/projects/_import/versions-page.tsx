'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import type { ArchivedSentence } from '#lib/storyboard/script-archive.ts'
import type { ScriptVersionRow } from '#lib/storyboard/script-rows.ts'
import { useProjectRoom } from '../_board/use-project-room.ts'
import { ArchivedPart } from './archived-part.tsx'
import { ImportLink } from './import-link.tsx'
import { VersionCard } from './version-card.tsx'

type VersionsPageProps = {
  projectId: string
  projectName: string
  versions: readonly ScriptVersionRow[]
  archived: readonly ArchivedSentence[]
}

/** Every script that was imported, and what was put away by new versions or by hand. */
export function VersionsPage({ projectId, projectName, versions, archived }: VersionsPageProps) {
  const router = useRouter()
  const [, startReading] = useTransition()
  const readAgain = () => startReading(() => router.refresh())
  const newestId = versions.find(({ undoneAt }) => !undoneAt)?.id
  useProjectRoom(projectId)
  useLiveEvents({
    'board.changed'(event) {
      if (event.projectId === projectId) readAgain()
    },
  })
  return (
    <>
      <PageHeader
        title={`Script of ${projectName}`}
        actions={
          <>
            <Link
              href={`/projects/${projectId}`}
              className="inline-flex h-9 items-center rounded-md px-3.5 text-muted hover:bg-raised hover:text-ink max-md:h-11"
            >
              To the board
            </Link>
            <ImportLink projectId={projectId} isCompact>
              Import new version
            </ImportLink>
          </>
        }
      />
      <div className="mx-auto flex max-w-3xl flex-col gap-10 px-8 pt-6 pb-32 max-md:px-4">
        {versions.length === 0 ? (
          <EmptyState title="No script yet" action={<ImportLink projectId={projectId}>Import a script</ImportLink>}>
            Every script that is imported is kept here, word for word.
          </EmptyState>
        ) : (
          <ol className="flex flex-col gap-2">
            {versions.map((version) => (
              <VersionCard
                key={version.id}
                version={version}
                isNewest={version.id === newestId}
                onChanged={readAgain}
              />
            ))}
          </ol>
        )}
        <ArchivedPart projectId={projectId} served={archived} />
      </div>
    </>
  )
}
