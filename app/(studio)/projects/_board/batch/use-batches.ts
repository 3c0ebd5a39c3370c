'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { usePacedRefresh } from '#app/_live/use-paced-refresh.ts'
import type { BatchRow } from '#lib/jobs/batch-model.ts'

const changes = ['batch.updated', 'job.updated', 'board.changed', 'queue.updated'] as const
/** Beyond these the list would cover the board. */
const mostShown = 3

export function isUnderWay({ waiting, running, isStopped }: BatchRow): boolean {
  return running > 0 || (waiting > 0 && !isStopped)
}

/** The batches a person should see: those under way or asked for here, and those whose end this tab has lived to see. */
export function useBatches(projectId: string, madeId: string | undefined) {
  const { data } = useQuery({
    queryKey: queryKeys.batches(projectId),
    queryFn: () => readApi<{ items: BatchRow[] }>(`/api/v1/projects/${projectId}/batches`),
  })
  usePacedRefresh(changes, queryKeys.batches(projectId))
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const items = data?.items ?? []
  const news = items.filter((batch) => (isUnderWay(batch) || batch.id === madeId) && !seen.has(batch.id))
  if (news.length > 0) setSeen(new Set([...seen, ...news.map(({ id }) => id)]))
  return {
    batches: items.filter(({ id }) => seen.has(id) && !dismissed.has(id)).slice(0, mostShown),
    dismiss: (id: string) => setDismissed(new Set([...dismissed, id])),
  }
}
