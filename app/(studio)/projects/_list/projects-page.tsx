'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { Button } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { DropScript } from '../_import/drop-script.tsx'
import { ImportLink } from '../_import/import-link.tsx'
import { ArchivedProjects } from './archived-projects.tsx'
import { DeletedProjects } from './deleted-projects.tsx'
import { NewProjectDialog } from './new-project-dialog.tsx'
import { ProjectCard } from './project-card.tsx'
import { readProjects } from './read-projects.ts'

/** All projects of the team, the last edited first. */
export function ProjectsPage() {
  const [isCreating, setCreating] = useState(false)
  const { data: projects = [] } = useQuery({ queryKey: queryKeys.projects, queryFn: readProjects })

  const newProject = (
    <div className="flex items-center justify-center gap-2">
      <ImportLink projectId={null} isCompact={projects.length > 0}>
        Import a script
      </ImportLink>
      <Button look="primary" onClick={() => setCreating(true)}>
        <Plus size={16} aria-hidden />
        New project
      </Button>
    </div>
  )
  return (
    <>
      <PageHeader title="Projects" actions={projects.length > 0 && newProject} />
      <div className="mx-auto max-w-5xl px-8 py-6 max-md:px-4 max-md:pb-24">
        {projects.length === 0 ? (
          <EmptyState title="Start with a script" action={newProject}>
            A project holds a script, in sections and sentences. Each sentence is a picture to come.
          </EmptyState>
        ) : (
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4">
            {projects.map((project) => (
              <ProjectCard key={project.id} project={project} />
            ))}
          </ul>
        )}
        <ArchivedProjects />
        <DeletedProjects />
      </div>
      <DropScript projectId={null} />
      <NewProjectDialog open={isCreating} onOpenChange={setCreating} />
    </>
  )
}
