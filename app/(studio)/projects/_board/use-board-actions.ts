'use client'

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { copyText } from '#app/_ui/copy-text.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { nameOfCopy } from '#lib/copies/model.ts'
import { newId } from '#lib/runtime/ids.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { fieldOf as textFieldOf, visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import { type Board, defaultLook, longest } from '#lib/storyboard/model.ts'
import { firstPrompts } from '#lib/storyboard/script/first-prompts.ts'
import { whyNotMerge, whyNotSplit } from '#lib/storyboard/split-merge.ts'
import { additions } from './additions.ts'
import { type BoardIndex, idNextTo } from './board-index.ts'
import { copiesOf } from './copies-of.ts'
import { describeMerge } from './describe-merge.ts'
import type { Picker } from './picking/use-picking.ts'
import { type Destination, neighbourPlace } from './places.ts'
import type { RowActions, RowField } from './row-actions.ts'
import { scenesOf } from './scenes-of.ts'
import type { SectionActions } from './section-actions.ts'
import type { BoardHandle } from './use-board.ts'
import type { Held } from './use-held.ts'
import type { PictureActs } from './use-picture-acts.ts'
import { focusPicture, type Selection } from './use-selection.ts'
import { elementOf } from './window/use-window.ts'

export type ActionParts = {
  handle: BoardHandle
  selection: Selection
  picker: Picker
  pictures: PictureActs
  held: Held
  /** What is seen, in order. */
  shown: BoardIndex
  /** Brings a sentence into sight. */
  show(id: string): HTMLElement | undefined
  onMake(ids: string[]): void
}

/** What rows and sections can do. Made once: they read the board of the moment they are used, not of the render they came from. */
export function useBoardActions(parts: ActionParts) {
  const toast = useToast()
  const [composerAfterId, setComposerAfterId] = useState<string>()
  const latest = useRef(parts)
  /** The sentence to go to once the board is drawn anew: over the border of a section its row is another element. */
  const wantedId = useRef<string>(undefined)
  useLayoutEffect(() => {
    latest.current = parts
    // Before the next key: it would be lost between the old row and the new one.
    if (wantedId.current !== undefined) focusField(wantedId.current, 'text')
    wantedId.current = undefined
  })

  const actions = useMemo(() => {
    const board = (): Board => latest.current.handle.board ?? emptyBoard
    const rowOf = (id: string) => findRow(board().sentences, id)
    const nextTo = (id: string, by: number) => idNextTo(latest.current.shown, id, by)
    const perform: BoardHandle['perform'] = (label, ...edits) => latest.current.handle.perform(label, ...edits)
    const offerUndo = (title: string, takeBack: () => void) =>
      toast({ title, action: { label: 'Undo', run: takeBack } })

    const goTo = (id: string | undefined) => {
      wantedId.current = id
      requestAnimationFrame(() => {
        wantedId.current = undefined
        // A menu gives the focus back to its button when it closes. Whoever came by keys is in a field already.
        if (id !== undefined && !(document.activeElement instanceof HTMLTextAreaElement)) {
          latest.current.show(id)
          focusField(id, 'text')
        }
      })
    }
    const at = (id: string) => {
      latest.current.picker.one(id)
      if (latest.current.selection.id) latest.current.selection.open(id)
    }
    const mergeUp = (id: string) => {
      const intoId = nextTo(id, -1)
      if (intoId === undefined) return toast({ title: 'There is no sentence before it' })
      const refusal = whyNotMerge(board(), { id, intoId })
      if (refusal !== undefined) return toast({ title: refusal })
      goTo(intoId)
      const description = describeMerge(board(), intoId, [id])
      const takeBack = perform('joining sentences', { kind: 'sentence.merge', id, intoId })
      toast({ title: 'Sentences joined', description, action: { label: 'Undo', run: takeBack } })
    }

    const rows: RowActions = {
      edit: (id, text, baseText) =>
        latest.current.handle.type('editing a sentence', { kind: 'sentence.edit', id, text, baseText }),
      discard: (id, text, baseText) =>
        void perform('taking back what was typed', { kind: 'sentence.edit', id, text, baseText }),
      editPrompt: (id, text, baseText) =>
        latest.current.handle.type('editing a prompt', {
          ...{ kind: 'sentence.edit', id, field: 'imagePrompt', text, baseText },
        }),
      save: () => latest.current.handle.flush(),
      archive(id) {
        goTo(nextTo(id, 1) ?? nextTo(id, -1))
        offerUndo('Sentence archived', perform('archiving a sentence', { kind: 'sentence.archive', ids: [id] }))
      },
      remove(id) {
        goTo(nextTo(id, 1) ?? nextTo(id, -1))
        offerUndo('Sentence deleted', perform('deleting a sentence', { kind: 'sentence.delete', ids: [id] }))
      },
      move(id, by) {
        const to = neighbourPlace(board(), id, by)
        if (!to) return
        goTo(id)
        perform('moving a sentence', { kind: 'sentence.move', ids: [id], ...to })
      },
      addBelow: setComposerAfterId,
      split(id, place) {
        const refusal = whyNotSplit(board(), { id, at: place })
        const row = rowOf(id)
        if (refusal !== undefined || !row) return toast({ title: refusal ?? 'The sentence is gone' })
        const fresh = newId()
        const { text, speaker, sectionId } = row
        const half = { text: text.slice(place).trim(), speaker }
        const [imagePrompt = ''] = firstPrompts(scenesOf(board()), { sectionId, sentences: [half] })
        goTo(fresh)
        perform('splitting a sentence', {
          ...{ kind: 'sentence.split', id, at: place, newId: fresh, baseText: text, imagePrompt },
        })
      },
      splitAtCaret(id) {
        const field = fieldOf(id, 'text')
        rows.split(id, field instanceof HTMLTextAreaElement ? field.selectionStart : 0)
      },
      duplicate(id) {
        const row = rowOf(id)
        if (!row) return
        const edits = copiesOf([id], { sectionId: row.sectionId, afterId: id })
        goTo(edits[0]?.copies[0]?.newId)
        perform('duplicating a sentence', ...edits)
      },
      mergeUp,
      hold: (id) => latest.current.held.hold(id),
      leave: (id) => latest.current.held.letGo(id),
      letGo(id) {
        latest.current.held.letGo(id)
        latest.current.handle.letGo(id)
      },
      copy(id) {
        const row = rowOf(id)
        const fields = latest.current.handle.unseen.filter((edit) => edit.id === id).map(textFieldOf)
        const texts = (fields.length > 0 ? fields : (['text'] as const)).map((field) => row?.[field] ?? '')
        void copyText(texts.join('\n\n')).then(() => toast({ title: 'Text copied' }))
      },
      restore(id) {
        perform('bringing back a sentence', { kind: 'sentence.restore', ids: [id] })
        // Words of one's own keep it here until it is back: the server may refuse.
        latest.current.held.letGo(id)
      },
      focusNext(id, by, field) {
        const next = nextTo(id, by)
        if (next === undefined) return
        latest.current.show(next)
        focusField(next, field)
      },
      open(id, goTo) {
        latest.current.picker.one(id)
        latest.current.selection.open(id, goTo)
      },
      openNext(id, by) {
        const next = nextTo(id, by)
        if (next === undefined) return
        latest.current.show(next)
        focusPicture(next)
        at(next)
      },
      make: (id) => latest.current.pictures.make(id),
      choose: (id, isIn) => latest.current.picker.box(id, isIn),
      settle: (key, choice) => latest.current.handle.settleConflict(key, choice),
    }

    const sections: SectionActions = {
      rename: (id, title, baseTitle) =>
        void perform('renaming a section', { kind: 'section.rename', id, title, baseTitle }),
      archive(id) {
        const ids = visibleSentences(board(), id).map((row) => row.id)
        const away = perform('archiving a section', { kind: 'sentence.archive', ids }, { kind: 'section.delete', id })
        offerUndo('Section archived', away)
      },
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
      duplicate(id) {
        const { project, sections: all } = board()
        const title = findRow(all, id)?.title
        if (title === undefined) return
        const fresh = newId()
        const ids = visibleSentences(board(), id).map((row) => row.id)
        const named = nameOfCopy(title, longest.sectionTitle)
        const section = { kind: 'section.add', id: fresh, projectId: project.id, title: named, afterId: id } as const
        const takeBack = perform(
          'duplicating a section',
          section,
          ...copiesOf(ids, { sectionId: fresh, afterId: null }),
        )
        offerUndo('Section duplicated', takeBack)
      },
      make: (id) => latest.current.onMake(visibleSentences(board(), id).map((row) => row.id)),
      addSentences(sectionId, texts, afterId) {
        const edits = additions(board(), { sectionId, texts, afterId })
        perform('adding sentences', ...edits)
        if (afterId !== undefined) setComposerAfterId(edits.at(-1)?.sentences.at(-1)?.id)
      },
      closeComposer: (afterId) => setComposerAfterId((current) => (current === afterId ? undefined : current)),
    }

    const drop = (ids: readonly string[], to: Destination) => {
      const what = ids.length === 1 ? 'moving a sentence' : `moving ${ids.length} sentences`
      perform(what, { kind: 'sentence.move', ids: [...ids], ...to })
    }
    return { rows, sections, drop, at }
  }, [toast])
  return { ...actions, composerAfterId }
}

/** Puts the caret into a field of a row that is on the page. */
export function focusField(id: string, field: RowField): boolean {
  const element = fieldOf(id, field)
  element?.focus()
  return element !== undefined && element === document.activeElement
}

function fieldOf(id: string, field: RowField): HTMLElement | undefined {
  return elementOf(id)?.querySelector<HTMLElement>(`[data-field="${field}"]`) ?? undefined
}

const emptyBoard: Board = {
  project: { id: '', teamId: '', name: '', version: 0, deleted: false, archivedAt: null, ...defaultLook },
  sections: [],
  sentences: [],
  scriptLanguage: null,
}
