'use client'

import { useRouter } from 'next/navigation'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { copyText } from '#app/_ui/copy-text.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { useCommands } from '../../../_shell/commands.tsx'
import { archivedId } from '../../_import/archived-part.tsx'
import { useArchiveProject } from '../../use-archive-project.ts'
import { useCopyProject } from '../../use-copy-project.ts'
import type { MakeRequest } from '../batch/make-pictures-form.tsx'
import { idNextTo } from '../board-index.ts'
import { hitNextTo } from '../find/use-hits.ts'
import type { ManyActs } from '../picking/use-many-acts.ts'
import { type ActionParts, focusField, type useBoardActions } from '../use-board-actions.ts'
import type { BoardView } from '../view/use-board-view.ts'
import { writeView } from '../view/view-state.ts'
import { elementOf } from '../window/use-window.ts'
import type { BoardActs } from './board-acts.ts'
import { boardCommands } from './board-commands.ts'

export type CommandParts = Omit<ActionParts, 'held' | 'onMake'> & {
  view: BoardView
  actions: ReturnType<typeof useBoardActions>
  many: ManyActs
  hits: readonly string[]
  makeMany(request: MakeRequest): void
  addSection(): void
}

/** Offers the board's commands to keys, palette and sheet, and gives what they do for the board's own buttons. */
export function useBoardCommands(parts: CommandParts): BoardActs {
  const toast = useToast()
  const router = useRouter()
  const copyProject = useCopyProject()
  const { archive, bringBack } = useArchiveProject()
  const latest = useRef(parts)
  useLayoutEffect(() => {
    latest.current = parts
  })
  const acts = useMemo((): BoardActs => {
    const now = () => latest.current
    const order = () => now().shown.order
    const projectId = () => now().handle.board?.project.id ?? ''
    const current = () => now().picker.now().currentId
    /** Goes there: into sight, and into the inspector when that is open. */
    const goTo = (id: string | undefined) => {
      if (id === undefined) return
      now().show(id)
      now().actions.at(id)
    }
    /** Does it to the sentence a person is at, or says that there is none. */
    const toCurrent = (act: (id: string) => void) => {
      const [id] = now().picker.targets()
      if (id !== undefined) act(id)
      else toast({ title: 'No sentence is selected', description: 'Go to one with J or K, or click it.' })
    }
    const nextId = (by: number) => {
      const id = current()
      const all = order()
      if (id === null || !now().shown.sectionOf.has(id)) return by > 0 ? all[0] : all.at(-1)
      return idNextTo(now().shown, id, by)
    }
    return {
      step: (by) => goTo(nextId(by)),
      edge: (edge) => goTo(edge === 'first' ? order()[0] : order().at(-1)),
      extend(by) {
        const id = nextId(by)
        if (id === undefined) return
        now().show(id)
        now().picker.to(id)
      },
      toggleChosen: () =>
        toCurrent(() => {
          const id = current()
          if (id !== null) now().picker.box(id, !now().picker.now().chosenIds.has(id))
        }),
      chooseAll: () => now().picker.all(),
      leave() {
        if (now().picker.state.chosenIds.size > 0) now().picker.none()
        else if (now().selection.id) now().selection.close()
      },
      editText: () =>
        toCurrent((id) => {
          now().show(id)
          focusField(id, 'text')
        }),
      editPrompt: () =>
        toCurrent((id) => {
          // In the row when its column is there; else the inspector has it.
          now().show(id)
          if (!focusField(id, 'imagePrompt')) now().selection.open(id, 'prompt')
        }),
      // To look at; pressed once more, to work there.
      open: () => toCurrent((id) => now().selection.open(id, now().selection.id === id ? 'prompt' : undefined)),
      editSeed: () => toCurrent((id) => now().selection.open(id, 'seed')),
      make() {
        if (now().picker.targets().length > 1) now().many.make()
        else toCurrent(now().pictures.make)
      },
      makeWithNewSeed: () => toCurrent((id) => now().pictures.makeWithNewSeed(id)),
      cancel: () => toCurrent((id) => now().pictures.cancel(id)),
      retry: () => toCurrent((id) => now().pictures.retry(id)),
      lock: () =>
        toCurrent(() => {
          const rows = now()
            .picker.targets()
            .map((id) => findRow(now().handle.board?.sentences ?? [], id))
          now().many.setLocked(!rows.every((row) => row?.locked))
        }),
      favourite: () => toCurrent((id) => now().pictures.favourite(id)),
      move: (by) => toCurrent((id) => now().actions.rows.move(id, by)),
      merge: () => toCurrent(() => now().many.merge()),
      duplicate: () =>
        toCurrent((id) => {
          // Whoever is writing in it goes on in the copy.
          const isWriting =
            elementOf(id)?.contains(document.activeElement) && document.activeElement?.matches('textarea')
          if (isWriting && now().picker.targets().length === 1) now().actions.rows.duplicate(id)
          else now().many.duplicate()
        }),
      addBelow: () => toCurrent((id) => now().actions.rows.addBelow(id)),
      archive: () => toCurrent(() => now().many.archive()),
      remove: () => toCurrent(() => now().many.remove()),
      undo: () => now().handle.undo(),
      redo: () => now().handle.redo(),
      find() {
        const field = document.querySelector<HTMLInputElement>('[data-find]')
        field?.focus()
        field?.select()
      },
      stepHit(by) {
        const { hits, view } = now()
        if (view.search.trim() === '') return acts.find()
        goTo(hitNextTo(hits, { order: order(), id: current(), by }))
      },
      look: (part) => now().view.change(part),
      foldAll() {
        const { view, handle } = now()
        const ids = handle.board?.sections.flatMap(({ id, deleted }) => (deleted ? [] : [id])) ?? []
        view.change({ foldedIds: view.foldedIds.length > 0 ? [] : ids })
      },
      makeMany: (request) => now().makeMany(request),
      makeChosen: () => toCurrent(() => now().many.make()),
      addSection: () => now().addSection(),
      archiveProject() {
        const project = now().handle.board?.project
        if (project) void (project.archivedAt === null ? archive(project) : bringBack(project))
      },
      copyLink() {
        const url = new URL(window.location.href)
        writeView(url.searchParams, now().view)
        void copyText(url.href).then(() => toast({ title: 'Link copied' }))
      },
      seeQueue: () => router.push('/gpus'),
      importScript: () => router.push(`/projects/${projectId()}/import`),
      duplicateProject() {
        const project = now().handle.board?.project
        if (project) void copyProject(project)
      },
      seeVersions: () => router.push(`/projects/${projectId()}/import/versions`),
      seeArchived: () => router.push(`/projects/${projectId()}/import/versions#${archivedId}`),
    }
  }, [toast, router, copyProject, archive, bringBack])
  const commands = useMemo(() => boardCommands.map((command) => ({ ...command, run: () => command.run(acts) })), [acts])
  useCommands(commands)
  return acts
}
