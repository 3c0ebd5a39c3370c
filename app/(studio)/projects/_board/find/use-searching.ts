'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { isSearchable, type SearchResult } from '#lib/storyboard/search-model.ts'
import { nothingFound, toFound } from './found.ts'
import { type Searching, searchFor } from './search.ts'

type SearchParts = {
  projectId: string
  search: string
  castNames: ReadonlyMap<string, string>
  personId: string
}

/** What is searched for here and now, with what the server finds of takes as soon as it is known. */
export function useSearching({ projectId, search, castNames, personId }: SearchParts): {
  searching: Searching
  /** Takes cannot be looked through at the moment. */
  isHalf: boolean
} {
  const wanted = searchFor(search)
  const asked = useSettled(wanted)
  const { data, isError, isPaused, failureCount } = useQuery({
    queryKey: queryKeys.search(projectId, asked),
    queryFn: async () => {
      const query = new URLSearchParams({ q: asked })
      return toFound((await readApi<SearchResult>(`/api/v1/projects/${projectId}/search?${query}`)).hits)
    },
    enabled: isSearchable(asked),
    // Takes are made meanwhile; what is looked for once more is looked for anew.
    staleTime: 10_000,
  })
  const found = asked === wanted && data ? data : nothingFound
  const searching = useMemo(() => ({ wanted, castNames, found, personId }), [wanted, castNames, found, personId])
  return { searching, isHalf: asked === wanted && (isError || isPaused || failureCount > 0) }
}

/** A pause at which a person has typed what they look for. */
const pauseMs = 250

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
