import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { queryKeys } from '#app/_live/keys.ts'
import { requestContext } from '#app/_server/context.ts'
import { readGpuHistory } from '#lib/jobs/gpu-history.ts'
import { readQueue } from '#lib/jobs/read-queue.ts'
import { GpusPage } from './_gpus/gpus-page.tsx'
import { firstShown } from './_queue/shown.ts'

export const metadata: Metadata = { title: 'GPUs' }

export default async function Page() {
  const ctx = await requestContext()
  const queryClient = new QueryClient()
  // How the GPUs are comes with the layout, for the bar.
  const [history, queue] = await Promise.all([readGpuHistory(ctx), readQueue(ctx, { limit: firstShown })])
  queryClient.setQueryData(queryKeys.gpuHistory, history)
  queryClient.setQueryData(queryKeys.queue(firstShown), queue)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <GpusPage />
    </HydrationBoundary>
  )
}
