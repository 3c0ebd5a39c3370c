'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import type { Theme } from '#app/_ui/theme.ts'
import type { ProjectSummary } from '#lib/storyboard/model.ts'
import { deletedProjectsId } from '../projects/_list/deleted-projects.tsx'
import { readArchivedProjects, readDeletedProjects, readProjects } from '../projects/_list/read-projects.ts'
import type { Command } from './commands.tsx'
import { places } from './navigation.tsx'

type Acts = { onPalette(): void; onShortcuts(): void; onNewProject(): void; onTheme(theme: Theme): void }

/** What can be done on every screen. */
export function useShellCommands({ onPalette, onShortcuts, onNewProject, onTheme }: Acts): readonly Command[] {
  const router = useRouter()
  const { data: projects } = useQuery({ queryKey: queryKeys.projects, queryFn: readProjects })
  const { data: archived } = useQuery({ queryKey: queryKeys.archivedProjects, queryFn: readArchivedProjects })
  const { data: deleted } = useQuery({ queryKey: queryKeys.deletedProjects, queryFn: readDeletedProjects })
  const hasDeleted = deleted !== undefined && deleted.length > 0
  return useMemo(() => {
    const goTo = places.map(({ href, label }) => ({
      ...{ id: href, title: label, group: 'Go to', run: () => router.push(href) },
    }))
    const toOpen = (group: string, { id, name }: ProjectSummary) => ({
      ...{ id, title: name, group, run: () => router.push(`/projects/${id}`) },
    })
    const open = [
      ...(projects ?? []).map((project) => toOpen('Project', project)),
      ...(archived ?? []).map((project) => toOpen('Archived project', project)),
    ]
    const toDeleted = { id: 'deleted-projects', title: 'Recently deleted projects', group: 'Go to' }
    return [
      ...goTo,
      ...(hasDeleted ? [{ ...toDeleted, run: () => router.push(`/projects#${deletedProjectsId}`) }] : []),
      ...open,
      { id: 'new-project', title: 'New project', group: 'Create', run: onNewProject },
      {
        ...{ id: 'new-from-script', title: 'New project from a script…', group: 'Create' },
        run: () => router.push('/projects/import'),
      },
      {
        ...{ id: 'palette', title: 'Find a command or a project', group: 'Everywhere', keys: ['Ctrl K'] },
        ...{ inFields: 'always', isHidden: true, run: onPalette },
      },
      { id: 'shortcuts', title: 'Keyboard shortcuts', group: 'Everywhere', keys: ['?'], run: onShortcuts },
      { id: 'dark', words: 'theme mode', title: 'Dark colours', group: 'Look', run: () => onTheme('dark') },
      { id: 'light', words: 'theme mode', title: 'Light colours', group: 'Look', run: () => onTheme('light') },
      {
        id: 'system',
        words: 'theme mode',
        title: 'Colours as the system has them',
        group: 'Look',
        run: () => onTheme('system'),
      },
    ] satisfies Command[]
  }, [router, projects, archived, hasDeleted, onPalette, onShortcuts, onNewProject, onTheme])
}
