'use client'

import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import type { BoardIndex } from './board-index.ts'
import { describeUndecided } from './describe-undecided.ts'
import { conflictKey } from './outbox-model.ts'
import type { BoardHandle } from './use-board.ts'
import type { BoardView } from './view/use-board-view.ts'
import { usualView } from './view/view-state.ts'

type Parts = {
  handle: Pick<BoardHandle, 'conflicts'>
  /** Of the whole board, and of what is seen of it. */
  index: BoardIndex
  shown: BoardIndex
  view: BoardView
  show(id: string): HTMLElement | undefined
}

/**
 * Where two texts have to be chosen from stands a notice, which may be far from where somebody looks: then it is said once more,
 * with a way there. Gives that way for the first of them.
 */
export function useUndecided(parts: Parts): () => void {
  const { handle, index } = parts
  const { conflicts } = handle
  const toast = useToast()
  const known = useRef<ReadonlySet<string>>(new Set())
  const latest = useRef(parts)
  useLayoutEffect(() => {
    latest.current = parts
  })

  const lead = useCallback((key: string | undefined) => {
    const { index: whole, shown, view, show } = latest.current
    const id = key && sentenceOf(key)
    if (!key || !id) return
    const sectionId = whole.sectionOf.get(id)
    // The notice stands in the sentence's row, so the row has to be there.
    view.change({
      ...(view.view === 'film' && { view: 'table' }),
      ...(!shown.sectionOf.has(id) && { marks: usualView.marks, castId: null, onlyHits: false }),
      foldedIds: view.foldedIds.filter((folded) => folded !== sectionId),
    })
    // Once it is drawn.
    requestAnimationFrame(() => {
      // The sentence itself as well, if there is room for both.
      show(id)
      const notice = noticeOf(key)
      notice?.scrollIntoView({ block: 'nearest', behavior: 'instant' })
      notice?.focus({ preventScroll: true })
    })
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new conflict is told of, not one whose sentence was moved.
  useEffect(() => {
    const keys = Object.keys(conflicts)
    const fresh = keys.filter((key) => !known.current.has(key) && !isInSight(noticeOf(key)))
    known.current = new Set(keys)
    if (fresh.length === 0) return
    const all = fresh.map((key) => {
      const id = sentenceOf(key)
      const what = key === conflictKey(id) ? 'text' : 'prompt'
      return { number: index.numberOf.get(id), what, by: conflicts[key]?.by ?? null } as const
    })
    toast({ ...describeUndecided(all), action: { label: 'Show', run: () => lead(fresh[0]) } })
  }, [conflicts, toast, lead])

  return useCallback(() => lead(Object.keys(latest.current.handle.conflicts)[0]), [lead])
}

/** A key begins with the sentence, and an id has no space. */
function sentenceOf(key: string): string {
  return key.split(' ')[0] ?? ''
}

function noticeOf(key: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-conflict="${CSS.escape(key)}"]`) ?? undefined
}

function isInSight(notice: HTMLElement | undefined): boolean {
  if (!notice) return false
  const { top, bottom } = notice.getBoundingClientRect()
  return top >= 0 && bottom <= window.innerHeight
}
