'use client'

import { Archive } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { TimeAgo } from '#app/_ui/time-ago.tsx'
import type { ProjectRow } from '#lib/storyboard/model.ts'
import { useArchiveProject } from '../use-archive-project.ts'

/** Why the list of projects leaves this one out. It is read and edited as ever. */
export function ArchivedNotice({ project }: { project: ProjectRow }) {
  const { bringBack } = useArchiveProject()
  if (project.archivedAt === null) return null
  return (
    <div className="flex items-center gap-2.5 px-6 pt-3 text-muted max-md:px-4">
      <Archive size={16} aria-hidden className="shrink-0" />
      <p className="min-w-0">
        This project was archived <TimeAgo at={project.archivedAt} />.
      </p>
      <Button look="quiet" className="h-8 shrink-0 px-2.5 max-md:h-11" onClick={() => void bringBack(project)}>
        Bring back
      </Button>
    </div>
  )
}
