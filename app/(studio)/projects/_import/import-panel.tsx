'use client'

import { useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { Choice } from '#app/_ui/choice.tsx'
import { classes } from '#app/_ui/classes.ts'
import { describeCount } from '#app/_ui/describe-count.ts'
import { describeHelp } from '#app/_ui/describe-help.ts'
import { Field } from '#app/_ui/field.tsx'
import { longest } from '#lib/storyboard/model.ts'
import type { ScriptState } from '#lib/storyboard/script-queries.ts'
import { countDraft } from './draft.ts'
import { NamesPanel } from './names-panel.tsx'
import { NotesPanel } from './notes-panel.tsx'
import { ReadingPanel } from './reading-panel.tsx'
import type { ImportHandle, ImportState } from './use-import.ts'
import { useSendImport } from './use-send-import.ts'

type ImportPanelProps = {
  projectId: string | null
  board: ScriptState | null
  handle: ImportHandle
  state: ImportState
  hasPrompts: boolean
  onPrompts(hasPrompts: boolean): void
  onCompare(): void
}

type Way = 'update' | 'add'

/** Beside the script: how it is read, whom it names, what to know, and the button. */
export function ImportPanel({ projectId, board, handle, state, hasPrompts, onPrompts, onCompare }: ImportPanelProps) {
  const { preview, draft, chosen } = state
  const [way, setWay] = useState<Way>(board && board.scriptCount > 0 ? 'update' : 'add')
  const [name, setName] = useState(projectNameOf(preview))
  const { send, isSending, error } = useSendImport({ projectId, onDone: handle.forget })
  const { sections, sentences } = countDraft(draft)
  const isUpdate = way === 'update' && board !== null && board.sentenceCount > 0
  const problem = error ?? handle.error
  const [isOpen, setOpen] = useState(false)
  return (
    <aside className="w-72 shrink-0 max-lg:w-auto" aria-label="The import">
      <div className="sticky top-22 flex max-h-[calc(100dvh-6.5rem)] flex-col gap-5 overflow-y-auto rounded-lg border border-line bg-surface p-4 max-lg:static max-lg:max-h-none">
        <div>
          <h2 dir="auto" className="truncate font-semibold" title={preview.name}>
            {preview.name}
          </h2>
          <p className="text-muted text-sm" aria-live="polite">
            {describeCount(sections, 'section')}, {describeCount(sentences, 'sentence')}
          </p>
        </div>
        {!projectId && (
          <Field
            label="Project name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={longest.projectName}
            autoComplete="off"
          />
        )}
        {/* First: it decides what the rest means, and what the button does. */}
        {board && board.sentenceCount > 0 && (
          <Choice<Way>
            label={`The board has ${describeCount(board.sentenceCount, 'sentence')}`}
            value={way}
            onChange={setWay}
            options={[
              { value: 'update', label: 'A new version of them', note: 'Pictures stay with their sentences.' },
              { value: 'add', label: 'Something else', note: 'It comes behind them.' },
            ]}
          />
        )}
        <NotesPanel warnings={preview.warnings} leftOut={preview.leftOut} />
        <Button look="plain" className="lg:hidden" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Language, characters, prompts
        </Button>
        <div className={classes('flex flex-col gap-5', !isOpen && 'max-lg:hidden')}>
          <ReadingPanel preview={preview} onChange={handle.readAgain} />
          <label className="flex min-h-8 cursor-pointer items-center gap-2.5 max-md:min-h-11">
            <input
              type="checkbox"
              checked={hasPrompts}
              onChange={(event) => onPrompts(event.target.checked)}
              className="size-4 accent-accent"
            />
            Show the first prompts
          </label>
          <NamesPanel names={preview.names} chosen={chosen} onChoose={handle.choose} isUpdate={isUpdate} />
        </div>
        {problem && (
          <p role="alert" className="rounded-md border border-danger bg-danger-soft p-3">
            {problem.message} {describeHelp(problem)}
          </p>
        )}
        <div
          data-page-foot
          className="sticky -bottom-4 -mx-4 -mb-4 border-line border-t bg-surface p-4 max-lg:fixed max-lg:inset-x-0 max-lg:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-lg:z-20 max-lg:m-0 max-lg:py-2 md:max-lg:bottom-0 md:max-lg:left-(--rail)"
        >
          {isUpdate ? (
            <Button look="primary" className="w-full" onClick={onCompare} disabled={handle.isBusy}>
              Compare with the board
            </Button>
          ) : (
            <Button
              look="primary"
              className="w-full"
              disabled={isSending || handle.isBusy || (!projectId && name.trim() === '')}
              onClick={() => void send(state, { name: projectId ? null : name })}
            >
              {isSending ? 'Importing…' : `Import ${describeCount(sentences, 'sentence')}`}
            </Button>
          )}
        </div>
      </div>
    </aside>
  )
}

function projectNameOf({ title, name }: ImportState['preview']): string {
  return (title ?? name.replace(/\.[A-Za-z0-9]{1,8}$/u, '').replaceAll(/[_]+/gu, ' ')).slice(0, longest.projectName)
}
