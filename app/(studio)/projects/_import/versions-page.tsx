'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import { describeCount } from '#app/_ui/describe-count.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import type { ArchivedSentence } from '#lib/storyboard/script-archive.ts'
import type { ScriptVersionRow } from '#lib/storyboard/script-rows.ts'
import { ArchivedList } from './archived-list.tsx'
import { ImportLink } from './import-link.tsx'
import { VersionCard } from './version-card.tsx'

type VersionsPageProps = {
  projectId: string
  projectName: string
  versions: readonly ScriptVersionRow[]
  archived: readonly ArchivedSentence[]
}

/** Every script that was imported, and what new versions have put away. */
export function VersionsPage({ projectId, projectName, versions, archived }: VersionsPageProps) {
  const router = useRouter()
  const [, startReading] = useTransition()
  const readAgain = () => startReading(() => router.refresh())
  const newestId = versions.find(({ undoneAt }) => !undoneAt)?.id
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
        {versions.length > 0 && (
          <section aria-labelledby="archived">
            <h2 id="archived" className="font-semibold text-lg">
              Archived{archived.length > 0 && `, ${archived.length.toLocaleString('en')}`}
            </h2>
            <p className="mt-1 mb-3 text-muted">
              {archived.length === 0
                ? 'Sentences that a new version no longer has are put here, with their pictures.'
                : `${describeCount(archived.length, 'sentence')} no longer in the script, with all that was made for them.`}
            </p>
            <ArchivedList projectId={projectId} sentences={archived} onChanged={readAgain} />
          </section>
        )}
      </div>
    </>
  )
}
