'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { queryKeys } from '#app/_live/keys.ts'
import { Button } from '#app/_ui/button.tsx'
import { describeCount } from '#app/_ui/describe-count.ts'
import { TimeAgo } from '#app/_ui/time-ago.tsx'
import type { ProjectSummary } from '#lib/storyboard/model.ts'
import { useArchiveProject } from '../use-archive-project.ts'
import { readArchivedProjects } from './read-projects.ts'

/** Below the projects, as long as there are any: to be opened as they are, or brought back. */
export function ArchivedProjects() {
  const { data: projects = [] } = useQuery({ queryKey: queryKeys.archivedProjects, queryFn: readArchivedProjects })
  if (projects.length === 0) return null
  return (
    <section aria-labelledby="archived-title" className="mt-10">
      <h2 id="archived-title" className="mb-3 font-semibold text-muted">
        Archived <span className="font-normal text-faint">{projects.length.toLocaleString('en')}</span>
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {projects.map((project) => (
          <ArchivedRow key={project.id} project={project} />
        ))}
      </ul>
    </section>
  )
}

function ArchivedRow({ project }: { project: ProjectSummary }) {
  const { id, name, sentenceCount, archivedAt } = project
  const { bringBack } = useArchiveProject()
  return (
    <li className="group relative flex items-center gap-3 py-2 pr-2 pl-4">
      <div className="min-w-0 grow">
        <p dir="auto" className="truncate">
          <Link href={`/projects/${id}`} className="after:absolute after:inset-0 group-hover:underline">
            {name}
          </Link>
        </p>
        <p className="text-faint text-sm">
          {describeCount(sentenceCount, 'sentence')}
          {archivedAt !== null && (
            <>
              {' '}
              · archived <TimeAgo at={archivedAt} />
            </>
          )}
        </p>
      </div>
      <Button
        look="quiet"
        className="relative z-10"
        aria-label={`Bring back: ${name}`}
        onClick={() => void bringBack(project)}
      >
        Bring back
      </Button>
    </li>
  )
}
