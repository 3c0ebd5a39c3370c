'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { askApi } from '#app/_live/api.ts'
import type { Quote } from '#lib/jobs/batch-model.ts'
import type { Quality } from '#lib/recipe/recipe.ts'

export type AskedPictures = {
  scope: 'stale' | 'failed' | 'all' | 'selected'
  quality: Quality
  ids?: readonly string[] | undefined
}

type Where = { projectId: string; isSaved: boolean }

/** What the pictures that are asked for would be. */
export function useQuote(where: Where, asked: AskedPictures) {
  return useQuery(quoteOf(where, asked))
}

const mayBeEmpty = ['stale', 'failed'] as const

/** Under which of these nothing falls, as far as that is counted. */
export function useEmptyScopes(where: Where, quality: Quality): ReadonlySet<AskedPictures['scope']> {
  const quotes = useQueries({ queries: mayBeEmpty.map((scope) => quoteOf(where, { scope, quality })) })
  return new Set(mayBeEmpty.filter((_, at) => isEmpty(quotes[at]?.data)))
}

function quoteOf({ projectId, isSaved }: Where, asked: AskedPictures) {
  const { scope, quality, ids } = asked
  return {
    queryKey: ['quote', projectId, scope, quality, ids],
    queryFn: () => askApi<Quote>(`/api/v1/projects/${projectId}/generate`, { ...asked, dryRun: true }),
    enabled: isSaved,
    // What it counts changes while it is shown, and nobody comes back to an old one.
    staleTime: 0,
    gcTime: 0,
  }
}

/** What is left out or cannot be made is there all the same, and the form says why. */
function isEmpty(quote: Quote | undefined): boolean {
  if (!quote || quote.count > 0 || quote.cannot.length > 0) return false
  return Object.values(quote.skipped).every((count) => count === 0)
}
