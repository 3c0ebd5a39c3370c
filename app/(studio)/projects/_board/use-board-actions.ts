'use client'

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useToast } from '#app/_ui/toasts.tsx'
import { newId } from '#lib/runtime/ids.ts'
import { type BoardEdit, visibleSections } from '#lib/storyboard/edits.ts'
import { type Board, defaultLook, maxSentencesAtOnce } from '#lib/storyboard/model.ts'
import { type Destination, neighbourPlace, sentenceNextTo } from './places.ts'
import type { RowActions } from './row-actions.ts'
import type { SectionActions } from './section-block.tsx'
import type { BoardHandle } from './use-board.ts'
import { focusPicture, type Selection } from './use-selection.ts'

/** What rows and sections can do. Made once: they read the board of the moment they are used, not of the render they came from. */
export function useBoardActions(handle: BoardHandle, selection: Selection) {
  const toast = useToast()
  const [composerAfterId, setComposerAfterId] = useState<string>()
  const [heldIds, setHeldIds] = useState<ReadonlySet<string>>(new Set())
  const latest = useRef(handle)
  const selected = useRef(selection)
  /** The sentence to go to once the board is drawn anew: over the border of a section its row is another element. */
  const wantedId = useRef<string>(undefined)
  useLayoutEffect(() => {
    latest.current = handle
    selected.current = selection
    // Before the next key: it would be lost between the old row and the new one.
    if (wantedId.current !== undefined) focusSentence(wantedId.current)
    wantedId.current = undefined
  })

  const actions = useMemo(() => {
    const board = (): Board => latest.current.board ?? emptyBoard
    const perform: BoardHandle['perform'] = (label, ...edits) => latest.current.perform(label, ...edits)
    const offerUndo = (title: string, takeBack: () => void) =>
      toast({ title, action: { label: 'Undo', run: takeBack } })

    const goTo = (id: string | undefined) => {
      wantedId.current = id
      requestAnimationFrame(() => {
        wantedId.current = undefined
        // A menu gives the focus back to its button when it closes. Whoever came by keys is in a field already.
        if (id !== undefined && !(document.activeElement instanceof HTMLTextAreaElement)) focusSentence(id)
      })
    }

    const letGo = (id: string) => setHeldIds((held) => new Set([...held].filter((other) => other !== id)))

    const rows: RowActions = {
      edit: (id, text, baseText) =>
        latest.current.type('editing a sentence', { kind: 'sentence.edit', id, text, baseText }),
      save: () => latest.current.flush(),
      remove(id) {
        const next = sentenceNextTo(board(), id, 1) ?? sentenceNextTo(board(), id, -1)
        letGo(id)
        goTo(next)
        offerUndo('Sentence deleted', perform('deleting a sentence', { kind: 'sentence.delete', ids: [id] }))
      },
      move(id, by) {
        const to = neighbourPlace(board(), id, by)
        if (!to) return
        goTo(id)
        perform('moving a sentence', { kind: 'sentence.move', ids: [id], ...to })
      },
      addBelow: setComposerAfterId,
      hold: (id) => setHeldIds((held) => new Set(held).add(id)),
      letGo,
      restore(id) {
        perform('bringing back a sentence', { kind: 'sentence.restore', ids: [id] })
        letGo(id)
      },
      focusNext(id, by) {
        const next = sentenceNextTo(board(), id, by)
        if (next) focusSentence(next)
      },
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
      void perform('moving a sentence', { kind: 'sentence.move', ids: [id], ...to })
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

function focusSentence(id: string): void {
  document.querySelector<HTMLElement>(`[data-sentence="${CSS.escape(id)}"] textarea`)?.focus()
}

const emptyBoard: Board = {
  project: { id: '', teamId: '', name: '', version: 0, deleted: false, ...defaultLook },
  sections: [],
  sentences: [],
}
