'use client'

import { type ClipboardEvent, useId } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { describeCount } from '#app/_ui/describe-count.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { longest, type SentenceRow } from '#lib/storyboard/model.ts'
import { ConflictNotice } from '../conflict-notice.tsx'
import { LiveTextarea } from '../live-textarea.tsx'
import { conflictKey } from '../outbox-model.ts'
import type { BoardHandle } from '../use-board.ts'
import { countLeftOut } from './count-left-out.ts'
import { countWords, recommendedWords } from './count-words.ts'

type PromptFieldProps = {
  handle: BoardHandle
  sentence: SentenceRow
  field: 'imagePrompt' | 'videoPrompt'
  label: string
  placeholder: string
}

/** A prompt that saves itself while it is typed. */
export function PromptField({ handle, sentence, field, label, placeholder }: PromptFieldProps) {
  const id = useId()
  const toast = useToast()
  const text = sentence[field]
  const isPicture = field === 'imagePrompt'
  const isOutdated = isPicture && sentence.isPromptOutdated
  const key = conflictKey(sentence.id, field)
  const conflict = handle.conflicts[key]
  const change = (next: string, baseText: string) =>
    handle.type('editing a prompt', { kind: 'sentence.edit', id: sentence.id, field, text: next, baseText })
  const onPaste = ({ currentTarget: target, clipboardData }: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = clipboardData.getData('text/plain')
    const leftOut = countLeftOut({ pasted, kept: target.value, selected: [target.selectionStart, target.selectionEnd] })
    if (leftOut === 0) return
    const most = longest.prompt.toLocaleString('en')
    toast({
      title: 'The end of what you pasted was left out',
      description: `A prompt has at most ${most} characters; ${leftOut.toLocaleString('en')} were too many.`,
    })
  }
  return (
    // Ctrl Z in it belongs to the board: a prompt is taken back like every other act.
    <div data-board-undo>
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="shrink-0 font-medium text-sm">
          {label}
        </label>
        {isOutdated && (
          <p id={`${id}-outdated`} className="truncate text-muted text-xs">
            The words changed since this was written
          </p>
        )}
      </div>
      <div
        className="grow-text rounded-md border border-line-strong bg-canvas focus-within:border-accent"
        data-text={text}
        dir="auto"
      >
        <LiveTextarea
          id={id}
          aria-describedby={`${isOutdated ? `${id}-outdated ` : ''}${id}-count`}
          dir="auto"
          rows={5}
          maxLength={longest.prompt}
          placeholder={placeholder}
          value={text}
          onType={change}
          onBlur={handle.flush}
          onPaste={onPaste}
          className="outline-none placeholder:text-faint"
        />
      </div>
      <PromptCount id={`${id}-count`} text={text} isPicture={isPicture} />
      {conflict && (
        <ConflictNotice
          id={key}
          what="prompt"
          conflict={conflict}
          onChoose={(choice) => handle.settleConflict(key, choice)}
        />
      )}
    </div>
  )
}

function PromptCount({ id, text, isPicture }: { id: string; text: string; isPicture: boolean }) {
  const words = countWords(text)
  return (
    <p id={id} className="mt-1.5 flex justify-between gap-3 text-faint text-xs tabular-nums">
      {/* One text: of several, those behind a number would move with each digit it gains. */}
      <span>{`${describeCount(text.length, 'character')} · ${describeCount(words, 'word')}`}</span>
      {isPicture && (
        <span className={classes(words > recommendedWords.most && 'text-accent')}>
          {recommendedWords.least}–{recommendedWords.most} words recommended
        </span>
      )}
    </p>
  )
}
