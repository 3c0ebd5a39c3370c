'use client'

import { useMemo, useRef, useState } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import { newId } from '#lib/runtime/ids.ts'
import { type BoardEdit, visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import type { SectionActions } from './section-block.tsx'
import type { RowActions } from './sentence-row.tsx'
import type { BoardHandle } from './use-board.ts'

/** Where a sentence goes, as a drop or a key says it. */
export type Destination = { sectionId: string; afterId: string | null }

/** What rows and sections can do. Made once: they read the board of the moment they are used, not of the render they came from. */
export function useBoardActions(handle: BoardHandle) {
  const toast = useToast()
  const [composerAfterId, setComposerAfterId] = useState<string>()
  const latest = useRef(handle)
  latest.current = handle

  const actions = useMemo(() => {
    const board = (): Board => latest.current.board ?? emptyBoard
    const perform = (label: string, ...edits: BoardEdit[]) => latest.current.perform(label, ...edits)
    const withUndo = (title: string) => toast({ title, action: { label: 'Undo', run: () => latest.current.undo() } })

    const rows: RowActions = {
      edit: (id, text, baseText) =>
        latest.current.type('editing a sentence', { kind: 'sentence.edit', id, text, baseText }),
      save: () => latest.current.flush(),
      remove(id) {
        perform('deleting a sentence', { kind: 'sentence.delete', id })
        withUndo('Sentence deleted')
      },
      move(id, by) {
        const to = neighbourPlace(board(), id, by)
        if (to) perform('moving a sentence', { kind: 'sentence.move', id, ...to })
      },
      addBelow: setComposerAfterId,
      settle: (id) => latest.current.settleConflict(id),
    }

    const sections: SectionActions = {
      rename: (id, title) => perform('renaming a section', { kind: 'section.rename', id, title }),
      remove(id) {
        perform('deleting a section', { kind: 'section.delete', id })
        withUndo('Section deleted')
      },
      move(id, by) {
        const ids = visibleSections(board()).map((row) => row.id)
        const target = ids.indexOf(id) + by
        if (target < 0 || target >= ids.length) return
        const others = ids.filter((other) => other !== id)
        perform('moving a section', { kind: 'section.move', id, afterId: others[target - 1] ?? null })
      },
      addSentences(sectionId, texts, afterId) {
        const sentences = texts.map((text) => ({ id: newId(), text }))
        perform('adding a sentence', {
          kind: 'sentence.add',
          sectionId,
          sentences,
          ...(afterId === undefined ? {} : { afterId }),
        })
        if (afterId !== undefined) setComposerAfterId(sentences.at(-1)?.id)
      },
      closeComposer: (afterId) => setComposerAfterId((current) => (current === afterId ? undefined : current)),
    }

    const drop = (id: string, to: Destination) => perform('moving a sentence', { kind: 'sentence.move', id, ...to })
    return { rows, sections, drop }
  }, [toast])

  return { ...actions, composerAfterId }
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
  project: { id: '', teamId: '', name: '', version: 0, deleted: false },
  sections: [],
  sentences: [],
}
