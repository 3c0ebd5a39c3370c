import { readRoute } from '#app/_server/route.ts'
import { readGpuHistory } from '#lib/jobs/gpu-history.ts'
import { listGpus, readGpuStates } from '#lib/jobs/gpu-list.ts'
import { listGpusInput } from '#lib/jobs/gpu-model.ts'

export const GET = readRoute(listGpusInput, async (ctx, { only }) => {
  if (only === 'state') return await readGpuStates(ctx)
  if (only === 'history') return await readGpuHistory(ctx)
  return await listGpus(ctx)
})
