'use client'

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import { newId } from '#lib/runtime/ids.ts'
import { type BoardEdit, visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import { type Board, defaultLook, maxSentencesAtOnce, type SentenceRow } from '#lib/storyboard/model.ts'
import type { RowActions } from './row-actions.ts'
import type { SectionActions } from './section-block.tsx'
import type { BoardHandle } from './use-board.ts'
import { focusPicture, type Selection } from './use-selection.ts'

/** Where a sentence goes, as a drop or a key says it. */
export type Destination = { sectionId: string; afterId: string | null }

/** What rows and sections can do. Made once: they read the board of the moment they are used, not of the render they came from. */
export function useBoardActions(handle: BoardHandle, selection: Selection) {
  const toast = useToast()
  const [composerAfterId, setComposerAfterId] = useState<string>()
  const [heldIds, setHeldIds] = useState<ReadonlySet<string>>(new Set())
  const latest = useRef(handle)
  const selected = useRef(selection)
  useLayoutEffect(() => {
    latest.current = handle
    selected.current = selection
  })

  const actions = useMemo(() => {
    const board = (): Board => latest.current.board ?? emptyBoard
    const perform: BoardHandle['perform'] = (label, ...edits) => latest.current.perform(label, ...edits)
    const offerUndo = (title: string, takeBack: () => void) =>
      toast({ title, action: { label: 'Undo', run: takeBack } })

    const letGo = (id: string) => setHeldIds((held) => new Set([...held].filter((other) => other !== id)))

    const rows: RowActions = {
      edit: (id, text, baseText) =>
        latest.current.type('editing a sentence', { kind: 'sentence.edit', id, text, baseText }),
      save: () => latest.current.flush(),
      remove(id) {
        const next = sentenceNextTo(board(), id, 1) ?? sentenceNextTo(board(), id, -1)
        letGo(id)
        focusSentence(next)
        offerUndo('Sentence deleted', perform('deleting a sentence', { kind: 'sentence.delete', id }))
      },
      move(id, by) {
        const to = neighbourPlace(board(), id, by)
        if (!to) return
        perform('moving a sentence', { kind: 'sentence.move', id, ...to })
        focusSentence(id)
      },
      addBelow: setComposerAfterId,
      hold: (id) => setHeldIds((held) => new Set(held).add(id)),
      letGo,
      restore(id) {
        perform('bringing back a sentence', { kind: 'sentence.restore', id })
        letGo(id)
      },
      focusNext: (id, by) => focusSentence(sentenceNextTo(board(), id, by)),
      open: (id, options) => selected.current.open(id, options),
      openNext(id, by) {
        const next = sentenceNextTo(board(), id, by)
        if (!next) return
        focusPicture(next)
        if (selected.current.id) selected.current.open(next)
      },
      settle: (id) => latest.current.settleConflict(id),
    }

    const sections: SectionActions = {
      rename: (id, title, baseTitle) =>
        void perform('renaming a section', { kind: 'section.rename', id, title, baseTitle }),
      remove(id) {
        offerUndo('Section deleted', perform('deleting a section', { kind: 'section.delete', id }))
      },
      move(id, by) {
        const ids = visibleSections(board()).map((row) => row.id)
        const target = ids.indexOf(id) + by
        if (target < 0 || target >= ids.length) return
        const others = ids.filter((other) => other !== id)
        perform('moving a section', { kind: 'section.move', id, afterId: others[target - 1] ?? null })
      },
      addSentences(sectionId, texts, afterId) {
        const edits = additions({ sectionId, texts, afterId })
        perform('adding sentences', ...edits)
        if (afterId !== undefined) setComposerAfterId(edits.at(-1)?.sentences.at(-1)?.id)
      },
      closeComposer: (afterId) => setComposerAfterId((current) => (current === afterId ? undefined : current)),
    }

    const drop = (id: string, to: Destination) =>
      void perform('moving a sentence', { kind: 'sentence.move', id, ...to })
    return { rows, sections, drop }
  }, [toast])

  return { ...actions, composerAfterId, heldIds }
}

type Addition = Extract<BoardEdit, { kind: 'sentence.add' }>

/** A long paste becomes several additions, each well under what one request may carry. */
const mostBytesAtOnce = 256 * 1024

function additions(input: { sectionId: string; texts: readonly string[]; afterId?: string | undefined }): Addition[] {
  const { sectionId, texts } = input
  const edits: Addition[] = []
  let { afterId } = input
  let bytes = 0
  for (const text of texts) {
    const size = new TextEncoder().encode(text).length
    const current = edits.at(-1)
    const isFull = !current || current.sentences.length >= maxSentencesAtOnce || bytes + size > mostBytesAtOnce
    const id = newId()
    if (isFull)
      edits.push({ kind: 'sentence.add', sectionId, sentences: [{ id, text }], ...(afterId ? { afterId } : {}) })
    else current.sentences.push({ id, text })
    bytes = isFull ? size : bytes + size
    // The next addition goes behind the last sentence of this one.
    if (input.afterId !== undefined) afterId = id
  }
  return edits
}

/** The sentence before or behind this one, over the borders of sections. */
export function sentenceNextTo(board: Board, id: string, by: -1 | 1): string | undefined {
  const ids = visibleSections(board).flatMap((section) => visibleSentences(board, section.id).map((row) => row.id))
  return ids[ids.indexOf(id) + by]
}

/** Once the board is drawn anew: a row that went over the border of a section is another element there. */
function focusSentence(id: string | undefined): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-sentence="${id}"] textarea`)?.focus())
}

/** One place up or down, over the border of the section where there is no other. */
export function neighbourPlace(board: Board, id: string, by: -1 | 1): Destination | undefined {
  const sections = visibleSections(board)
  const sectionIndex = sections.findIndex(({ id: sectionId }) =>
    visibleSentences(board, sectionId).some((row) => row.id === id),
  )
  const section = sections[sectionIndex]
  if (!section) return undefined
  const ids = visibleSentences(board, section.id).map((row) => row.id)
  const target = ids.indexOf(id) + by
  if (target >= 0 && target < ids.length) {
    const others = ids.filter((other) => other !== id)
    return { sectionId: section.id, afterId: others[target - 1] ?? null }
  }
  const next = sections[sectionIndex + by]
  if (!next) return undefined
  const last = by < 0 ? visibleSentences(board, next.id).at(-1)?.id : undefined
  return { sectionId: next.id, afterId: last ?? null }
}

/** Where a dragged sentence lands when it is let go over a row or over a section with no row there. */
export function dropPlace(board: Board, input: { id: string; overId: string }): Destination | undefined {
  const { id, overId } = input
  if (id === overId) return undefined
  const find = (rowId: string): SentenceRow | undefined => board.sentences.find((row) => row.id === rowId)
  const over = find(overId)
  if (!over) return { sectionId: overId, afterId: visibleSentences(board, overId).at(-1)?.id ?? null }
  const ids = visibleSentences(board, over.sectionId).map((row) => row.id)
  const goesDown = find(id)?.sectionId === over.sectionId && ids.indexOf(id) < ids.indexOf(overId)
  const others = ids.filter((other) => other !== id)
  const index = others.indexOf(overId)
  return { sectionId: over.sectionId, afterId: goesDown ? overId : (others[index - 1] ?? null) }
}

const emptyBoard: Board = {
  project: { id: '', teamId: '', name: '', version: 0, deleted: false, ...defaultLook },
  sections: [],
  sentences: [],
}
