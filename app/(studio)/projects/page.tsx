import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { queryKeys } from '#app/_live/keys.ts'
import { requestContext } from '#app/_server/context.ts'
import { listProjects } from '#lib/storyboard/queries.ts'
import { ProjectsPage } from './_list/projects-page.tsx'

export const metadata: Metadata = { title: 'Projects' }

export default async function Page() {
  const ctx = await requestContext()
  const queryClient = new QueryClient()
  queryClient.setQueryData(queryKeys.projects, await listProjects(ctx, { teamId: ctx.teamId }))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ProjectsPage />
    </HydrationBoundary>
  )
}
