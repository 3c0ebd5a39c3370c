import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { queryKeys } from '#app/_live/keys.ts'
import { requestContext } from '#app/_server/context.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import { readSystem } from '#lib/system/queries.ts'
import { SystemPage } from './_system/system-page.tsx'

export const metadata: Metadata = { title: 'System' }

export default async function Page() {
  const ctx = await requestContext()
  const { env, version } = processParts()
  const queryClient = new QueryClient()
  // Without asking the renderers: the browser does that next, and nobody waits for a server that does not answer.
  queryClient.setQueryData(queryKeys.system, await readSystem(ctx, { teamId: ctx.teamId, env, version }))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SystemPage />
    </HydrationBoundary>
  )
}
