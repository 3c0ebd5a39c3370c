'use client'

import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { draftPrompt } from '#lib/storyboard/script/draft-prompt.ts'
import { withTimes } from '#lib/storyboard/script/scene-times.ts'
import { type Arranged, type Caret, type Draft, type DraftRow, joinRow, renameSection, splitRow } from './draft.ts'
import { PreviewSection, PreviewSentence, type RowActs } from './preview-row.tsx'

type PreviewListProps = {
  draft: Draft
  /** Where undo or redo has just changed something. */
  caret: Caret | undefined
  language: string
  /** Below each sentence, the prompt it begins with. */
  hasPrompts: boolean
  onArrange(draft: Draft, titledKey?: number): void
  /** What cannot be done is said. */
  onRefused(why: string, help?: string): void
}

/** All sections and sentences; only those in sight are drawn, however many there are. */
export function PreviewList({ draft, caret, language, hasPrompts, onArrange, onRefused }: PreviewListProps) {
  const list = useRef<HTMLDivElement>(null)
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => setMargin(list.current?.offsetTop ?? 0), [])
  const { rows } = draft
  const places = useMemo(() => placesOf(rows), [rows])
  const focusedIndex = () => {
    const active = document.activeElement
    if (!(active instanceof HTMLElement) || !list.current?.contains(active)) return -1
    return rows.findIndex((row) => String(row.key) === active.dataset.key)
  }
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.kind === 'section' ? 64 : hasPrompts ? 72 : 44),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollMargin: margin,
    // The row with the caret stays, or scrolling would take the caret away.
    rangeExtractor: (range) => {
      const index = focusedIndex()
      const shown = defaultRangeExtractor(range)
      return index < 0 || shown.includes(index) ? shown : [...shown, index].sort((a, b) => a - b)
    },
  })
  const { acts, focus } = useRowActs({ draft, onArrange, onRefused })
  useLayoutEffect(() => {
    if (caret) focus.current = caret
  }, [caret, focus])
  useLayoutEffect(() => {
    const wanted = focus.current
    if (!wanted) return
    const index = rows.findIndex((row) => row.key === wanted.key)
    const field = list.current?.querySelector<HTMLElement>(`[data-key="${wanted.key}"]`)
    if (!field) {
      if (index >= 0) virtual.scrollToIndex(index)
      return
    }
    focus.current = undefined
    // Who uses the buttons at the top goes on using them.
    if (isElsewhere(list.current)) field.scrollIntoView({ block: 'nearest' })
    else {
      field.focus()
      if (field instanceof HTMLTextAreaElement) field.setSelectionRange(wanted.at, wanted.at)
    }
  })
  const items = virtual.getVirtualItems()
  return (
    <div ref={list} style={{ height: virtual.getTotalSize() }} className="relative">
      {items.map((item) => {
        const row = rows[item.index]
        if (!row) return null
        const { number, heading } = places[item.index] ?? { number: 0, heading: '' }
        return (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            style={{ transform: `translateY(${item.start - margin}px)` }}
            className="absolute inset-x-0 top-0"
          >
            {row.kind === 'section' ? (
              <PreviewSection row={row} acts={acts} />
            ) : (
              <PreviewSentence
                row={row}
                number={number}
                acts={acts}
                prompt={hasPrompts ? promptOf(row, { heading, language }) : null}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}

function isElsewhere(list: HTMLElement | null): boolean {
  const { activeElement, body } = document
  return activeElement !== null && activeElement !== body && !list?.contains(activeElement)
}

function promptOf(row: Extract<DraftRow, { kind: 'sentence' }>, at: { heading: string; language: string }): string {
  return row.prompt ?? draftPrompt({ ...at, text: row.text, speaker: row.speaker })
}

/** The number each sentence will have, and the heading it stands under. */
function placesOf(rows: readonly DraftRow[]): { number: number; heading: string }[] {
  const headings = withTimes(rows.flatMap((row) => (row.kind === 'section' ? [row.title] : [])))
  let [number, section] = [0, -1]
  return rows.map((row) => {
    if (row.kind === 'section') section++
    else number++
    return { number, heading: headings[section] ?? '' }
  })
}

type Arranging = Pick<PreviewListProps, 'draft' | 'onArrange' | 'onRefused'>

/** The same functions for as long as the list is there, so that rows are not drawn again for nothing. */
function useRowActs(arranging: Arranging) {
  const latest = useRef(arranging)
  useLayoutEffect(() => {
    latest.current = arranging
  })
  const focus = useRef<Arranged['focus']>(undefined)
  const [, draw] = useState(0)
  const acts = useMemo((): RowActs => {
    const arrange = (arranged: Arranged | undefined, why: string) => {
      if (!arranged) return latest.current.onRefused(why)
      focus.current = arranged.focus
      latest.current.onArrange(arranged.draft)
    }
    return {
      split: (key, at) =>
        arrange(splitRow(latest.current.draft, key, at), 'Put the cursor between two words to split there.'),
      join: (key) => arrange(joinRow(latest.current.draft, key), whyNotJoin(latest.current.draft, key)),
      rename: (key, title) => latest.current.onArrange(renameSection(latest.current.draft, key, title), key),
      keepWords: () =>
        latest.current.onRefused(
          'Words are not changed here',
          'They come in as the script has them. Change them on the board.',
        ),
      leave(key, step) {
        const { rows } = latest.current.draft
        let index = rows.findIndex((row) => row.key === key) + step
        while (rows[index]?.kind === 'section') index += step
        const row = rows[index]
        if (row?.kind !== 'sentence') return
        focus.current = { key: row.key, at: step < 0 ? row.text.length : 0 }
        draw((count) => count + 1)
      },
    }
  }, [])
  return { acts, focus }
}

function whyNotJoin({ rows }: Draft, key: number): string {
  const above = rows[rows.findIndex((row) => row.key === key) - 1]
  if (above?.kind === 'sentence') return 'Two people say these: they stay two sentences.'
  return 'It is the first of its section: there is none above to join it to.'
}
