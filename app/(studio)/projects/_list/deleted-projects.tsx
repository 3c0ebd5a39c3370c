'use client'

import { useQuery } from '@tanstack/react-query'
import { queryKeys } from '#app/_live/keys.ts'
import { Button } from '#app/_ui/button.tsx'
import { DaysLeft, TimeAgo } from '#app/_ui/time-ago.tsx'
import { useToast } from '#app/_ui/toasts.tsx'
import type { DeletedProject } from '#lib/storyboard/model.ts'
import { useRestoreProject } from '../use-restore-project.ts'
import { readDeletedProjects } from './read-projects.ts'

/** Where the command palette leads. */
export const deletedProjectsId = 'recently-deleted'

/** At the foot of the projects, as long as there is something to bring back. */
export function DeletedProjects() {
  const { data: projects = [] } = useQuery({ queryKey: queryKeys.deletedProjects, queryFn: readDeletedProjects })
  if (projects.length === 0) return null
  return (
    <section
      id={deletedProjectsId}
      aria-labelledby="recently-deleted-title"
      // Not behind what stays at the top.
      className="mt-10 scroll-mt-20 max-md:scroll-mt-36"
    >
      <h2 id="recently-deleted-title" className="mb-3 font-semibold text-muted">
        Recently deleted <span className="font-normal text-faint">{projects.length.toLocaleString('en')}</span>
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {projects.map((project) => (
          <DeletedRow key={project.id} project={project} />
        ))}
      </ul>
    </section>
  )
}

function DeletedRow({ project: { id, name, deletedAt, keptUntil } }: { project: DeletedProject }) {
  const toast = useToast()
  const { restore, isRestoring } = useRestoreProject(id)
  const bringBack = async () => {
    if (await restore()) toast({ title: `“${name}” brought back` })
  }
  return (
    <li className="flex items-center gap-3 py-2 pr-2 pl-4">
      <div className="min-w-0 grow">
        <p dir="auto" className="truncate">
          {name}
        </p>
        <p className="text-faint text-sm">
          Deleted <TimeAgo at={deletedAt} /> · kept for <DaysLeft until={keptUntil} />
        </p>
      </div>
      <Button look="quiet" disabled={isRestoring} aria-label={`Bring it back: ${name}`} onClick={bringBack}>
        Bring it back
      </Button>
    </li>
  )
}
