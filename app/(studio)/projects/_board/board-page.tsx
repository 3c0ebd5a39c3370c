'use client'

import { Plus, Redo2, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { newId } from '#lib/runtime/ids.ts'
import { visibleSections } from '#lib/storyboard/edits.ts'
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
  if (!board || board.project.deleted || error) return <MissingProject projectId={projectId} error={error} />

  const sections = visibleSections(board)
  const addSection = () =>
    handle.perform('adding a section', {
      kind: 'section.add',
      id: newId(),
      projectId,
      title: `Section ${sections.length + 1}`,
    })
  return (
    <>
      <PageHeader
        title={
          <h1>
            <InlineTitle
              value={board.project.name}
              label="Project name"
              maxLength={120}
              onSave={(name) => handle.perform('renaming the project', { kind: 'project.rename', id: projectId, name })}
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
            <IconButton
              label="Redo (Ctrl Shift Z)"
              onClick={handle.redo}
              disabled={!handle.canRedo}
              className="max-md:hidden"
            >
              <Redo2 size={16} aria-hidden />
            </IconButton>
          </>
        }
      />
      <div className="mx-auto max-w-5xl px-6 pt-4 pb-32 max-md:px-4">
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

/** Ctrl or ⌘ with Z. In a field that has focus, the browser's own undo of what was typed there comes first. */
function useUndoKeys({ undo, redo }: BoardHandle): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || isTextField(event.target)) return
      event.preventDefault()
      if (event.shiftKey) redo()
      else undo()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [undo, redo])
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
