import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queryKeys } from '#app/_live/keys.ts'
import { requestContext } from '#app/_server/context.ts'
import { readTheme } from '#app/_server/theme.ts'
import { readGpuStates } from '#lib/jobs/gpu-list.ts'
import type { GpuStates } from '#lib/jobs/gpu-model.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import { Shell } from './_shell/shell.tsx'
import { BoardSessions } from './projects/_board/sessions.tsx'

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const [theme, gpus, { actor }] = await Promise.all([readTheme(), readGpusIfPossible(), requestContext()])
  const queryClient = new QueryClient()
  if (gpus) queryClient.setQueryData(queryKeys.gpus, gpus)
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <BoardSessions personId={actor.personId}>
        <Shell theme={theme}>{children}</Shell>
      </BoardSessions>
    </HydrationBoundary>
  )
}

/** The bar of the GPUs stands around every page, and no page is kept away because it cannot be filled. */
async function readGpusIfPossible(): Promise<GpuStates | undefined> {
  try {
    return await readGpuStates(await requestContext())
  } catch (error) {
    if (isDatabaseAway(error) || isAppError(error)) return undefined
    throw error
  }
}
