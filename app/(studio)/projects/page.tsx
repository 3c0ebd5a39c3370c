import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { queryKeys } from '#app/_live/keys.ts'
import { requestContext } from '#app/_server/context.ts'
import { mostAtOnce, readAllPages } from '#lib/runtime/paging.ts'
import { listDeletedProjects } from '#lib/storyboard/deleted-projects.ts'
import { listProjects } from '#lib/storyboard/queries.ts'
import { ProjectsPage } from './_list/projects-page.tsx'

export const metadata: Metadata = { title: 'Projects' }

export default async function Page() {
  const ctx = await requestContext()
  const queryClient = new QueryClient()
  const part = { teamId: ctx.teamId, limit: mostAtOnce }
  const [projects, archived, deleted] = await Promise.all([
    readAllPages((cursor) => listProjects(ctx, { ...part, cursor })),
    readAllPages((cursor) => listProjects(ctx, { ...part, cursor, isArchived: true })),
    readAllPages((cursor) => listDeletedProjects(ctx, { ...part, cursor })),
  ])
  queryClient.setQueryData(queryKeys.projects, projects)
  queryClient.setQueryData(queryKeys.archivedProjects, archived)
  queryClient.setQueryData(queryKeys.deletedProjects, deleted)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ProjectsPage />
    </HydrationBoundary>
  )
}
