'use client'

import { Plus, Redo2, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { isAppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { visibleSections, visibleSentences } from '#lib/storyboard/edits.ts'
import { type Board, longest, type SentenceRow } from '#lib/storyboard/model.ts'
import { BatchBar } from './batch/batch-bar.tsx'
import { MakePicturesButton } from './batch/make-pictures-button.tsx'
import { BoardSections } from './board-sections.tsx'
import { InlineTitle } from './inline-title.tsx'
import { Inspector } from './inspector/inspector.tsx'
import { MissingProject } from './missing-project.tsx'
import { SaveState } from './save-state.tsx'
import { type BoardHandle, useBoard } from './use-board.ts'
import { useJobs } from './use-jobs.ts'
import { useProjectRoom } from './use-project-room.ts'
import { useRowFocus } from './use-row-focus.ts'
import { useSelection } from './use-selection.ts'

/** A project: its sections and sentences, edited where they stand. */
export function BoardPage({ projectId }: { projectId: string }) {
  useProjectRoom(projectId)
  const handle = useBoard(projectId)
  const jobs = useJobs(projectId)
  const selection = useSelection()
  const [madeBatchId, setMadeBatchId] = useState<string>()
  useUndoKeys(handle)
  useRowFocus(selection)
  const { board, error } = handle
  const isGone = board?.project.deleted || (isAppError(error) && error.code === 'NOT_FOUND')
  if (!board || isGone) return <MissingProject projectId={projectId} error={error} />

  const sections = visibleSections(board)
  const open = findOpen(board, selection.id)
  const addSection = () => {
    const id = newId()
    const title = `Section ${sections.length + 1}`
    handle.perform('adding a section', { kind: 'section.add', id, projectId, title })
    // Once it is drawn: its name is the first thing to type.
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`[data-section="${id}"] input`)?.select())
  }
  return (
    <div className={classes(open && 'lg:pr-105')}>
      <PageHeader
        title={
          <h1>
            <InlineTitle
              value={board.project.name}
              label="Project name"
              maxLength={longest.projectName}
              onSave={(name, baseName) =>
                handle.perform('renaming the project', { kind: 'project.rename', id: projectId, name, baseName })
              }
              className="h-10 font-semibold text-xl"
            />
          </h1>
        }
        actions={
          // As wide as it will be from its first part on: a slow line paints a header before it is all there.
          <div className="flex min-w-89 items-center gap-2 max-md:min-w-42.5">
            <div className="grow">
              <SaveState status={handle.status} pendingCount={handle.pendingCount} />
            </div>
            <IconButton label="Undo (Ctrl Z)" onClick={handle.undo} disabled={!handle.canUndo}>
              <Undo2 size={16} aria-hidden />
            </IconButton>
            <IconButton label="Redo (Ctrl Shift Z)" onClick={handle.redo} disabled={!handle.canRedo}>
              <Redo2 size={16} aria-hidden />
            </IconButton>
            <MakePicturesButton projectId={projectId} handle={handle} onMade={setMadeBatchId} />
          </div>
        }
      />
      <div className="mx-auto max-w-5xl px-6 pt-4 pb-32 max-md:px-4">
        {error && (
          <p role="alert" className="mb-4 rounded-md border border-danger bg-danger-soft p-3">
            {error.message} What others change is not shown until it does. What you change is kept here and sent then.
          </p>
        )}
        {sections.length === 0 ? (
          <EmptyState
            title="No sections yet"
            action={
              <Button look="primary" onClick={addSection}>
                Add a section
              </Button>
            }
          >
            A section holds the sentences of one scene or chapter of the script.
          </EmptyState>
        ) : (
          <>
            <BoardSections handle={handle} board={board} sections={sections} jobs={jobs} selection={selection} />
            <Button look="quiet" className="mt-6" onClick={addSection}>
              <Plus size={16} aria-hidden />
              Add section
            </Button>
          </>
        )}
      </div>
      <BatchBar projectId={projectId} madeId={madeBatchId} isBesideInspector={open !== undefined} />
      {open && <Inspector {...{ handle, board, jobs, selection }} sentence={open.sentence} number={open.number} />}
    </div>
  )
}

/** The sentence that is open, with its number in the script. One that was deleted is not. */
function findOpen(board: Board, id: string | null): { sentence: SentenceRow; number: number } | undefined {
  if (id === null) return undefined
  const sentences = visibleSections(board).flatMap((section) => visibleSentences(board, section.id))
  const index = sentences.findIndex((row) => row.id === id)
  const sentence = sentences[index]
  return sentence && { sentence, number: index + 1 }
}

/** Ctrl or ⌘ with Z, in a sentence too: what was typed there is one of the acts. Other fields with text have their own undo. */
function useUndoKeys({ undo, redo }: BoardHandle): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || hasOwnUndo(event.target)) return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [undo, redo])
}

function hasOwnUndo(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return false
  return target.value !== '' && !target.closest('[data-sentence], [data-board-undo]')
}
