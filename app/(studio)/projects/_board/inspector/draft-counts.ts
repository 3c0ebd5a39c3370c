import type { GpuRow } from '#lib/jobs/gpu-model.ts'

/** What is offered where some GPU can: enough to choose from, few enough to look at side by side. */
const offered = [1, 2, 4, 8]

/** How many drafts can be asked for at once, as far as the GPUs are known. */
export function draftCounts(gpus: readonly Pick<GpuRow, 'maxBatch'>[] | undefined): number[] {
  const most = Math.max(1, ...(gpus ?? []).map(({ maxBatch }) => maxBatch))
  return offered.filter((count) => count <= most)
}
