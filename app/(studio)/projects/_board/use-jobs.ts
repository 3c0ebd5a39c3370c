'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { useLiveEvents } from '#app/_live/use-live-events.ts'
import type { JobRow } from '#lib/jobs/model.ts'
import type { LiveEventOf } from '#lib/live/catalogue.ts'
import { addJobs, type LatestJobs } from './latest-jobs.ts'

/** As many as one answer carries: a failure further back is told in the inspector, not in the list. */
const mostRead = 200
const none: LatestJobs = {}

/** What became of the pictures asked for lately, kept current by events. */
export function useJobs(projectId: string): LatestJobs {
  const queryClient = useQueryClient()
  const query = useQuery({
    queryKey: queryKeys.jobs(projectId),
    queryFn: async () => {
      const { items } = await readApi<{ items: JobRow[] }>(`/api/v1/jobs?projectId=${projectId}&limit=${mostRead}`)
      // Events that came in while it was read are in the cache already, and stay when they are newer.
      return addJobs(queryClient.getQueryData<LatestJobs>(queryKeys.jobs(projectId)) ?? none, items)
    },
  })

  const onTake = (event: LiveEventOf<'take.created' | 'take.updated'>) => {
    if (event.projectId !== projectId || !event.sentenceId) return
    void queryClient.invalidateQueries({ queryKey: queryKeys.takes(event.sentenceId) })
  }
  useLiveEvents({
    'job.updated'(event) {
      if (event.projectId !== projectId) return
      queryClient.setQueryData<LatestJobs>(queryKeys.jobs(projectId), (jobs) => addJobs(jobs ?? none, [event]))
      if (event.sentenceId) void queryClient.invalidateQueries({ queryKey: queryKeys.jobsOf(event.sentenceId) })
    },
    // More jobs changed at once than were worth naming.
    'board.changed'(event) {
      if (event.projectId !== projectId) return
      for (const queryKey of [queryKeys.jobs(projectId), queryKeys.jobsOf()]) {
        void queryClient.invalidateQueries({ queryKey })
      }
    },
    'take.created': onTake,
    'take.updated': onTake,
  })

  return query.data ?? none
}
