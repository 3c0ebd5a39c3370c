'use client'

import { Plus, Redo2, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { isAppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { visibleSections } from '#lib/storyboard/edits.ts'
import { longest } from '#lib/storyboard/model.ts'
import { BoardSections } from './board-sections.tsx'
import { InlineTitle } from './inline-title.tsx'
import { MissingProject } from './missing-project.tsx'
import { SaveState } from './save-state.tsx'
import { type BoardHandle, useBoard } from './use-board.ts'

/** A project: its sections and sentences, edited where they stand. */
export function BoardPage({ projectId }: { projectId: string }) {
  const handle = useBoard(projectId)
  useUndoKeys(handle)
  const { board, error } = handle
  const isGone = board?.project.deleted || (isAppError(error) && error.code === 'NOT_FOUND')
  if (!board || isGone) return <MissingProject projectId={projectId} error={error} />

  const sections = visibleSections(board)
  const addSection = () => {
    const id = newId()
    const title = `Section ${sections.length + 1}`
    handle.perform('adding a section', { kind: 'section.add', id, projectId, title })
    // Once it is drawn: its name is the first thing to type.
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`[data-section="${id}"] input`)?.select())
  }
  return (
    <>
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
        note={<SaveState status={handle.status} pendingCount={handle.pendingCount} />}
        actions={
          <>
            <IconButton label="Undo (Ctrl Z)" onClick={handle.undo} disabled={!handle.canUndo}>
              <Undo2 size={16} aria-hidden />
            </IconButton>
            <IconButton label="Redo (Ctrl Shift Z)" onClick={handle.redo} disabled={!handle.canRedo}>
              <Redo2 size={16} aria-hidden />
            </IconButton>
          </>
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
            <BoardSections handle={handle} board={board} sections={sections} />
            <Button look="quiet" className="mt-6 ml-19 max-md:ml-0" onClick={addSection}>
              <Plus size={16} aria-hidden />
              Add section
            </Button>
          </>
        )}
      </div>
    </>
  )
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
  return target.value !== '' && !target.closest('[data-sentence]')
}
