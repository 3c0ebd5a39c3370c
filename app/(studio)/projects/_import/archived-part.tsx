'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { usePacedRefresh } from '#app/_live/use-paced-refresh.ts'
import { describeCount } from '#app/_ui/describe-count.ts'
import type { ArchivedSentence } from '#lib/storyboard/script-archive.ts'
import { ArchivedList } from './archived-list.tsx'

/** Where the board leads. */
export const archivedId = 'archived'

type ArchivedPartProps = {
  projectId: string
  /** As the server read them for this page. */
  served: readonly ArchivedSentence[]
}

/** What is off the board and kept, whoever put it there. */
export function ArchivedPart({ projectId, served }: ArchivedPartProps) {
  const queryClient = useQueryClient()
  const queryKey = queryKeys.archived(projectId)
  const { data: sentences = served } = useQuery({
    queryKey,
    // What a page before this one knew is older than what this one was served with.
    gcTime: 0,
    queryFn: async () => {
      const path = `/api/v1/projects/${projectId}/script/archived`
      return (await readApi<{ items: ArchivedSentence[] }>(path)).items
    },
  })
  const readAgain = () => void queryClient.invalidateQueries({ queryKey })
  usePacedRefresh(['board.changed', 'section.updated', 'sentence.updated'], queryKey)
  return (
    // Not behind what stays at the top.
    <section id={archivedId} aria-labelledby="archived-title" className="scroll-mt-20 max-md:scroll-mt-36">
      <h2 id="archived-title" className="font-semibold text-lg">
        Archived{sentences.length > 0 && `, ${sentences.length.toLocaleString('en')}`}
      </h2>
      <p className="mt-1 mb-3 text-muted">
        {sentences.length === 0
          ? 'Sentences that are archived on the board, or left out by a new version of the script, are put here with their pictures.'
          : `${describeCount(sentences.length, 'sentence')} off the board, pictures and all.`}
      </p>
      <ArchivedList projectId={projectId} sentences={sentences} onChanged={readAgain} />
    </section>
  )
}
