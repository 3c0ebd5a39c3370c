'use client'

import { FileUp, Redo2, Undo2, X } from 'lucide-react'
import Link from 'next/link'
import { useLayoutEffect, useState } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { useToast } from '#app/_ui/toasts.tsx'
import type { ScriptState } from '#lib/storyboard/script-queries.ts'
import { ChooseScript } from './choose-script.tsx'
import { CompareStep } from './compare-step.tsx'
import { DropVeil } from './drop-veil.tsx'
import { ImportPanel } from './import-panel.tsx'
import { PreviewList } from './preview-list.tsx'
import { useFileDrop } from './use-file-drop.ts'
import { useImport } from './use-import.ts'
import { useUndoKeys } from './use-undo-keys.ts'

type ImportPageProps = { projectId: string | null; board: ScriptState | null }

/** A script on its way to the board: chosen, looked at, arranged, imported. Nothing is written before the last step. */
export function ImportPage({ projectId, board }: ImportPageProps) {
  const handle = useImport(projectId)
  const { state, isOpening, isBusy, error } = handle
  const toast = useToast()
  const [hasPrompts, setPrompts] = useState(false)
  const [isComparing, setComparing] = useState(false)
  const isOver = useFileDrop((file) => {
    setComparing(false)
    void handle.read({ kind: 'file', file, name: file.name })
  })
  useUndoKeys(isComparing ? undefined : handle)
  const step = state ? (isComparing ? 'compare' : state.id) : 'choose'
  // Each step begins at its top, wherever the button was that led to it.
  useLayoutEffect(() => {
    if (step) window.scrollTo(0, 0)
  }, [step])
  const back = projectId ? (`/projects/${projectId}` as const) : '/projects'
  return (
    <>
      <PageHeader
        title={board ? `Import into ${board.projectName}` : 'New project from a script'}
        actions={
          <>
            {state && !isComparing && (
              <div className="flex items-center gap-1 max-md:gap-0">
                <IconButton label="Undo (Ctrl Z)" onClick={handle.undo} disabled={state.past.length === 0}>
                  <Undo2 size={16} aria-hidden />
                </IconButton>
                <IconButton label="Redo (Ctrl Shift Z)" onClick={handle.redo} disabled={state.future.length === 0}>
                  <Redo2 size={16} aria-hidden />
                </IconButton>
                <Button look="quiet" onClick={handle.startAgain}>
                  <FileUp size={16} aria-hidden />
                  <span className="max-md:sr-only">Another script</span>
                </Button>
              </div>
            )}
            <Link
              href={back}
              className="inline-flex h-9 items-center rounded-md px-3.5 text-muted hover:bg-raised hover:text-ink max-md:h-11"
            >
              <X size={16} aria-hidden className="md:hidden" />
              <span className="max-md:sr-only">Cancel</span>
            </Link>
          </>
        }
      />
      <div className="mx-auto max-w-5xl px-8 pt-6 pb-32 max-md:px-4">
        {!state ? (
          <ChooseScript {...{ isOpening, isBusy, error }} onChosen={(input) => void handle.read(input)} />
        ) : isComparing && projectId ? (
          <CompareStep projectId={projectId} state={state} onBack={() => setComparing(false)} onDone={handle.forget} />
        ) : (
          <div className="flex gap-8 max-lg:flex-col-reverse">
            <div className="min-w-0 grow" aria-busy={isBusy}>
              <p className="mb-2 pl-14 text-muted text-sm max-md:pl-0">
                Words come in as the script has them, and can be changed on the board afterwards. Here, Enter splits a
                sentence at the cursor<span className="not-any-pointer-fine:hidden">, as Ctrl ↵ does on the board</span>
                , and Backspace at its start joins it to the one above.
              </p>
              <PreviewList
                draft={state.draft}
                caret={state.caret}
                language={state.preview.language}
                hasPrompts={hasPrompts}
                onArrange={handle.arrange}
                onRefused={(why, help) => toast({ title: why, description: help })}
              />
            </div>
            <ImportPanel
              {...{ projectId, board, handle, state, hasPrompts }}
              onPrompts={setPrompts}
              onCompare={() => setComparing(true)}
            />
          </div>
        )}
      </div>
      {isOver && <DropVeil />}
    </>
  )
}
