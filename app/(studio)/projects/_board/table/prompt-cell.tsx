'use client'

import type { KeyboardEvent } from 'react'
import { longest, type SentenceRow } from '#lib/storyboard/model.ts'
import { HitMarks } from '../find/hit-marks.tsx'
import { actOf, isAtEdge, promptKeys } from '../keys/field-keys.ts'
import { LiveTextarea } from '../live-textarea.tsx'
import type { RowActions } from '../row-actions.ts'

type PromptCellProps = { sentence: SentenceRow; number: number; search: string; actions: RowActions }

/** The prompt of a sentence's picture, edited where it stands. Three lines of it, until somebody is in it. */
export function PromptCell({ sentence, number, search, actions }: PromptCellProps) {
  const { id, imagePrompt } = sentence
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const act = actOf(promptKeys, event)
    if (!act || !isAtEdge(event.currentTarget, act)) return
    if (act === 'discard') return event.currentTarget.blur()
    event.preventDefault()
    if (act === 'make') actions.make(id)
    if (act === 'open') actions.open(id, 'prompt')
    if (act === 'previous') actions.focusNext(id, -1, 'imagePrompt')
    if (act === 'next') actions.focusNext(id, 1, 'imagePrompt')
  }
  return (
    <div
      className="grow-text three-lines rounded-md border border-transparent text-muted focus-within:border-line-strong focus-within:text-ink hover:border-line"
      data-text={imagePrompt}
      dir="auto"
    >
      {search !== '' && <HitMarks text={imagePrompt} search={search} />}
      <LiveTextarea
        aria-label={`Prompt ${number}`}
        data-field="imagePrompt"
        dir="auto"
        rows={1}
        maxLength={longest.prompt}
        placeholder="Describe the scene"
        value={imagePrompt}
        onType={(text, baseText) => actions.editPrompt(id, text, baseText)}
        onFocus={() => actions.hold(id)}
        onBlur={() => {
          actions.save()
          if (!sentence.deleted) actions.leave(id)
        }}
        onKeyDown={onKeyDown}
        className="outline-none placeholder:text-faint"
      />
    </div>
  )
}
