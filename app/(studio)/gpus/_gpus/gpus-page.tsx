'use client'

import { useQuery } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useGpus } from '#app/_live/use-gpus.ts'
import { classes } from '#app/_ui/classes.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import type { GpuHistory } from '#lib/jobs/gpu-model.ts'
import { QueuePanel } from '../_queue/queue-panel.tsx'
import { GpuCard } from './gpu-card.tsx'

/** A chart of an hour in minutes gains little from being read more often. */
const historyMs = 15_000

/** What the GPUs do, and what waits for them. */
export function GpusPage() {
  const { data: gpus, error } = useGpus()
  const { data: history } = useQuery({
    queryKey: queryKeys.gpuHistory,
    queryFn: () => readApi<GpuHistory>('/api/v1/gpus?only=history'),
    refetchInterval: historyMs,
    refetchOnMount: 'always',
  })
  const items = gpus?.items ?? []
  return (
    <>
      <PageHeader title="GPUs" />
      <div className="mx-auto flex max-w-5xl flex-col gap-8 px-8 py-6 max-md:px-4 max-md:pb-24">
        {error && (
          <p role="alert" className="rounded-md border border-danger bg-danger-soft p-3">
            The server does not answer. This is how it was when it last did; the page tries again by itself.
          </p>
        )}
        {gpus && items.length === 0 ? (
          <EmptyState title="No GPU yet">
            Set COMFYUI_URL to the address of a ComfyUI server, or copy config/gpus.sample.yaml to config/gpus.yaml. A
            worker that runs shows its GPUs here.
          </EmptyState>
        ) : (
          <ul className={classes('grid grid-cols-1 gap-4', items.length > 1 && 'lg:grid-cols-2')}>
            {items.map((gpu) => (
              <GpuCard
                key={gpu.id}
                gpu={gpu}
                isPaused={gpus?.isPaused ?? false}
                utilisation={history?.utilisation[gpu.id]}
              />
            ))}
          </ul>
        )}
        <QueuePanel depth={history?.queueDepth} />
      </div>
    </>
  )
}
