'use client'

import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import type { BoardIndex } from './board-index.ts'
import { describeUndecided } from './describe-undecided.ts'
import { isWide } from './inspector/use-wide.ts'
import { conflictKey } from './outbox-model.ts'
import type { BoardHandle } from './use-board.ts'
import type { Selection } from './use-selection.ts'
import type { BoardView } from './view/use-board-view.ts'
import { usualView } from './view/view-state.ts'

type Parts = {
  handle: Pick<BoardHandle, 'conflicts'>
  /** Of the whole board, and of what is seen of it. */
  index: BoardIndex
  shown: BoardIndex
  view: BoardView
  selection: Selection
  show(id: string): HTMLElement | undefined
}

/**
 * Where two texts have to be chosen from stands a notice. In the row that somebody is at it is brought into sight; for whoever is
 * elsewhere it is said once more, with a way there. Gives that way for the first of them.
 */
export function useUndecided(parts: Parts): () => void {
  const { handle, index, selection } = parts
  const { conflicts } = handle
  const toast = useToast()
  const known = useRef<ReadonlySet<string>>(new Set())
  const told = useRef<Told>(undefined)
  const wanted = useRef<string>(undefined)
  const latest = useRef(parts)
  useLayoutEffect(() => {
    latest.current = parts
  })

  const lead = useCallback((key: string | undefined) => {
    const { index: whole, shown, view, selection: opened, show } = latest.current
    const id = key && sentenceOf(key)
    if (!key || !id) return
    if (opened.id !== null && isInWay(key, opened.id)) {
      wanted.current = key
      return opened.close()
    }
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

  // What lay over it has closed.
  useEffect(() => {
    const key = wanted.current
    wanted.current = undefined
    if (selection.id === null) lead(key)
  }, [selection.id, lead])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new conflict is told of, not one whose sentence was moved.
  useEffect(() => {
    const keys = Object.keys(conflicts)
    if (told.current?.keys.every((key) => !keys.includes(key))) told.current.over.abort()
    const fresh = keys.filter((key) => !known.current.has(key) && !bringIntoSight(noticeOf(key)))
    known.current = new Set(keys)
    if (fresh.length === 0) return
    const all = fresh.map((key) => {
      const id = sentenceOf(key)
      const what = key === conflictKey(id) ? 'text' : 'prompt'
      return { number: index.numberOf.get(id), what, by: conflicts[key]?.by ?? null } as const
    })
    const over = new AbortController()
    const action = { label: 'Show', run: () => lead(fresh[0]) }
    toast({ ...describeUndecided(all), action, signal: over.signal })
    told.current = { keys: fresh, over }
  }, [conflicts, toast, lead])

  // Over what it tells of, it would be in the way.
  useEffect(() => {
    const onScroll = () => {
      if (told.current?.keys.every((key) => isNear(noticeOf(key)))) told.current.over.abort()
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [])

  return useCallback(() => lead(Object.keys(latest.current.handle.conflicts)[0]), [lead])
}

type Told = { keys: readonly string[]; over: AbortController } | undefined

/** A key begins with the sentence, and an id has no space. */
function sentenceOf(key: string): string {
  return key.split(' ')[0] ?? ''
}

function noticeOf(key: string): HTMLElement | undefined {
  return document.querySelector<HTMLElement>(`[data-conflict="${CSS.escape(key)}"]`) ?? undefined
}

/** A sheet lies over the list; beside it, the inspector shows what its sentence's row does not, but on one of its sides only. */
function isInWay(key: string, openId: string): boolean {
  const notice = noticeOf(key)
  if (notice?.closest('[data-inspector]')) return false
  return !isWide() || (!notice && sentenceOf(key) === openId)
}

/** Whether it is seen now. Nobody's field is moved from under the keys for it. */
function bringIntoSight(notice: HTMLElement | undefined): boolean {
  if (!notice || !isNear(notice)) return false
  const field = document.activeElement
  const isElsewhere = field?.matches('input, textarea') && !rowOf(notice).contains(field)
  if (isElsewhere) return isSeen(notice)
  if (!isSeen(notice)) notice.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  return true
}

/** Whether some of the row or the field it belongs to is on the page, and no sheet over it. */
function isNear(notice: HTMLElement | undefined): boolean {
  if (!notice || notice.closest('[inert]')) return false
  const { top, bottom } = rowOf(notice).getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}

function rowOf(notice: HTMLElement): Element {
  return notice.closest('[data-sentence], [data-board-undo]') ?? notice
}

/** Of a corner, which is round. */
const cornerPx = 8

/** Whether nothing lies over its corners. */
function isSeen(notice: HTMLElement): boolean {
  const { left, right, top, bottom } = notice.getBoundingClientRect()
  return [left + cornerPx, right - cornerPx].every((x) =>
    [top + cornerPx, bottom - cornerPx].every((y) => notice.contains(document.elementFromPoint(x, y))),
  )
}
