'use client'

import { useEffect, useRef } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { findKeptBeside } from './find-kept-beside.ts'

type Parts = {
  sentence: SentenceRow
  /** Undefined until they are read. */
  takes: readonly TakeRow[] | undefined
  choose(take: TakeRow): void
}

/** Says so when a new picture has come that the sentence does not show. */
export function useBesideNotice({ sentence, takes, choose }: Parts): void {
  const toast = useToast()
  const known = useRef<ReadonlySet<string>>(undefined)
  useEffect(() => {
    if (!takes) return
    const before = known.current
    known.current = new Set([...(before ?? []), ...takes.map((take) => take.id)])
    const found = before && findKeptBeside({ takes, known: before, isLocked: sentence.locked })
    if (!found) return
    const { take, title } = found
    // A locked sentence keeps its picture, so there is nothing to offer.
    toast({ title, ...(!sentence.locked && { action: { label: 'Choose', run: () => choose(take) } }) })
  }, [takes, sentence.locked, toast, choose])
}
